import { pages } from '@sgid-login/shared'
import { useQueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, use, useEffect, useMemo, useRef, useState } from 'react'
import { useLocation } from 'react-router'
import { useLanguage } from '../i18n/language.tsx'
import { ProblemError } from './failure.ts'
import { received, sessionQuery } from './session.ts'

/** What the tabs of one browser tell each other. Nothing personal is in it. */
type Message = 'in' | 'out' | 'extended'

type Departure = {
  /** True once the screen is cleared. It does not come back without loading the page. */
  wiped: boolean
  /** Takes everything personal off the screen and out of memory. */
  wipe: () => void
  tell: (message: Message) => void
  /** Clears the screen and goes to another page, which takes this one's place in the history. */
  leave: (page: string) => void
  /** The same because the session is over, by which of its limits if that is known. */
  expire: (limit?: 'idle' | 'absolute') => void
}

const DepartureContext = createContext<Departure | undefined>(undefined)

type Props = { place: Pick<Location, 'replace' | 'reload'>; children: ReactNode }

/** The one way out of the signed-in pages, by whichever door: it clears the screen first. */
export function DepartureProvider({ place, children }: Props) {
  const queryClient = useQueryClient()
  const { href } = useLanguage()
  const { pathname, search } = useLocation()
  const here = useRef('')
  const [wiped, setWiped] = useState(false)
  const channel = useRef<BroadcastChannel>(null)

  const departure = useMemo(() => {
    const wipe = () => {
      queryClient.cancelQueries()
      queryClient.clear()
      lock()
      setWiped(true)
    }
    const leave = (page: string) => {
      wipe()
      place.replace(href(page))
    }
    const expire = (limit?: 'idle' | 'absolute') => {
      const returnTo = here.current
      const back = returnTo === href(pages.profile) ? '' : `?${new URLSearchParams({ returnTo })}`
      leave(`${pages.sessionEnded}${back}${limit === undefined ? '' : `#${limit}`}`)
    }
    const tell = (message: Message) => channel.current?.postMessage(message)
    return { wipe, leave, expire, tell }
  }, [queryClient, href, place])

  useEffect(() => {
    here.current = href(pathname + search)
  })

  useEffect(() => {
    // Where there is none, the next look at the server finds out.
    if (!('BroadcastChannel' in globalThis)) return
    const tabs = new BroadcastChannel('session')
    channel.current = tabs
    tabs.onmessage = ({ data }) => {
      if (data === 'out') departure.leave(`${pages.loggedOut}#other`)
      // Somebody logged in, perhaps somebody else: what is on this screen may not be theirs.
      if (data === 'in') {
        departure.wipe()
        place.reload()
      }
      if (data === 'extended') queryClient.invalidateQueries({ queryKey: sessionQuery.queryKey })
    }
    return () => tabs.close()
  }, [departure, place, queryClient])

  useEffect(() => {
    const restored = ({ persisted }: PageTransitionEvent) => persisted && place.reload()
    addEventListener('pagehide', departure.wipe)
    addEventListener('pageshow', restored)
    return () => {
      removeEventListener('pagehide', departure.wipe)
      removeEventListener('pageshow', restored)
    }
  }, [departure, place])

  useEffect(() => {
    return queryClient.getQueryCache().subscribe((event) => {
      if (event.type !== 'updated' || event.action.type !== 'error') return
      const { error } = event.action
      if (!(error instanceof ProblemError)) return
      if (error.code === 'session_expired') departure.expire()
      if (error.code === 'session_required')
        queryClient.setQueryData(
          sessionQuery.queryKey,
          received({ authenticated: false, scopes: [] }),
        )
    })
  }, [departure, queryClient])

  return <DepartureContext value={{ wiped, ...departure }}>{children}</DepartureContext>
}

export function useDeparture(): Departure {
  const departure = use(DepartureContext)
  if (departure === undefined) throw new Error('used outside DepartureProvider')
  return departure
}

/** By hand and at once: the next render may come after the browser has taken its picture. */
function lock(): void {
  document.documentElement.dataset['locked'] = ''
  for (const element of document.querySelectorAll('[data-pii]')) element.replaceChildren()
}
