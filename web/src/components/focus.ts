import { useEffect, useRef } from 'react'
import { useLocation } from 'react-router'

/** Where the focus goes when a page of the app follows another, and when what had it is gone. */
export function useFocus(): void {
  const { pathname, search, hash } = useLocation()
  const place = pathname + search
  const first = useRef(place)
  const fragment = useRef(hash)
  fragment.current = hash
  useEffect(() => {
    if (first.current === place) return
    first.current = ''
    scrollTo(0, 0)
    const named = document.getElementById(fragment.current.slice(1))
    if (named === null) heading()?.focus({ preventScroll: true })
    else named.focus()
  }, [place])

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
