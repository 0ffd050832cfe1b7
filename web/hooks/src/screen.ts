import { cover } from './departure.ts'

/**
 * What is on screen. Cleared once, it does not come back without loading the page. React hears of it
 * through a store, because what a store says it renders before the browser takes its picture of the
 * page.
 */
export function createScreen() {
  let wiped = false
  let changed = () => {}
  return {
    isWiped: () => wiped,
    wipe: () => {
      cover()
      for (const element of document.querySelectorAll('[data-pii]')) element.replaceChildren()
      wiped = true
      changed()
    },
    watch: (listener: () => void) => {
      changed = listener
      return () => {
        changed = () => {}
      }
    },
  }
}
