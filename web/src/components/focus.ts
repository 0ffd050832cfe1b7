import { useEffect, useRef } from 'react'
import { useLocation } from 'react-router'

/** Where the focus goes when a page of the app follows another, and when what had it is gone. */
export function useFocus(): void {
  const { pathname } = useLocation()
  const first = useRef(pathname)
  useEffect(() => {
    if (first.current === pathname) return
    first.current = ''
    scrollTo(0, 0)
    heading()?.focus({ preventScroll: true })
  }, [pathname])

  useEffect(() => {
    let last: EventTarget | null = null
    const focused = ({ target }: FocusEvent) => {
      last = target
    }
    const changed = new MutationObserver(() => {
      const lost = last instanceof Element && !last.isConnected
      if (lost && document.activeElement === document.body) heading()?.focus()
    })
    document.addEventListener('focusin', focused)
    changed.observe(document.body, { childList: true, subtree: true })
    return () => {
      document.removeEventListener('focusin', focused)
      changed.disconnect()
    }
  }, [])
}

function heading(): HTMLElement | null {
  return document.querySelector<HTMLElement>('h1')
}
