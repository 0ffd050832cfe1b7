import { useQueryClient } from '@tanstack/react-query'
import {
  type ReactNode,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react'
import { cover, DepartureContext, type Ending, type Message, uncover } from './departure.ts'
import type { ProblemError } from './failure.ts'
import { onRefusal } from './refusals.ts'
import { createScreen } from './screen.ts'
import { received, sessionQuery } from './session.ts'
import { isSamePerson } from './user-info.ts'

/** What `<SgidLoginProvider>` is told. */
export interface SgidLoginProviderProps {
  /**
   * Where the browser goes when it is over: an address of the app's own site, `/bye`. If nothing is
   * said: `/` after a log-out, and the same place again after an expiry, where the person can log
   * in. Must not throw.
   */
  after?: (ending: Ending) => string
  /** Takes the place of the children once the screen is cleared, until the browser has left. */
  leaving?: ReactNode
  /** Who moves the browser, where that is not `window.location`. */
  place?: Pick<Location, 'replace' | 'reload'>
  /** The app. */
  children: ReactNode
}

/**
 * Goes round all that is personal, inside a `QueryClientProvider`. It clears the screen and the
 * whole query cache, by whichever door the person leaves: a log-out here or in another tab, a login
 * of somebody else in another tab, an expiry, a 401 of any query or mutation, the page being left or brought back by
 * the browser from its memory. What the next person at the screen sees then holds nothing.
 *
 * What stands in an element with `data-pii` is cleared even before React renders.
 *
 * @param props the app, and where the browser goes
 * @returns the children, or `leaving` once the screen is cleared
 * @throws {Error} outside of a `QueryClientProvider`
 */
export function SgidLoginProvider({
  after = backOrHome,
  leaving = null,
  place = globalThis.location,
  children,
}: SgidLoginProviderProps) {
  const queryClient = useQueryClient()
  const [screen] = useState(createScreen)
  const wiped = useSyncExternalStore(screen.watch, screen.isWiped, () => false)
  const channel = useRef<BroadcastChannel>(null)
  const latest = useRef(after)
  useEffect(() => {
    latest.current = after
  })

  const departure = useMemo(() => {
    const wipe = () => {
      queryClient.cancelQueries()
      queryClient.clear()
      screen.wipe()
    }
    const leave = (ending: Ending) => {
      wipe()
      place.replace(latest.current(ending))
    }
    const tell = (message: Message) => channel.current?.postMessage(message)
    // Somebody logged in, perhaps somebody else: what is on this screen may not be theirs.
    const arrived = async () => {
      cover()
      if (await isSamePerson(queryClient)) return uncover()
      wipe()
      place.reload()
    }
    return { wipe, leave, tell, arrived }
  }, [queryClient, place, screen])

  useEffect(() => {
    // Where there is none, the next look at the server finds out.
    if (!('BroadcastChannel' in globalThis)) return
    const tabs = new BroadcastChannel('sgid-login')
    channel.current = tabs
    tabs.onmessage = ({ data }) => {
      if (data === 'out') departure.leave({ why: 'logged-out-elsewhere' })
      if (data === 'in') departure.arrived()
      if (data === 'in' || data === 'extended')
        queryClient.invalidateQueries({ queryKey: sessionQuery.queryKey })
    }
    return () => tabs.close()
  }, [departure, queryClient])

  useEffect(() => {
    const restored = ({ persisted }: PageTransitionEvent) => persisted && place.reload()
    addEventListener('pagehide', departure.wipe)
    addEventListener('pageshow', restored)
    return () => {
      removeEventListener('pagehide', departure.wipe)
      removeEventListener('pageshow', restored)
    }
  }, [departure, place])

  const heard = useCallback(
    ({ code }: ProblemError) => {
      if (code === 'session_expired') departure.leave({ why: 'expired' })
      if (code === 'session_required')
        queryClient.setQueryData(
          sessionQuery.queryKey,
          received({ authenticated: false, scopes: [] }),
        )
    },
    [departure, queryClient],
  )
  useEffect(() => onRefusal(queryClient, heard), [queryClient, heard])

  return (
    <DepartureContext.Provider value={departure}>
      {wiped ? leaving : children}
    </DepartureContext.Provider>
  )
}

function backOrHome({ why }: Ending): string {
  // Without its fragment: otherwise the browser would stay where it is.
  return why === 'expired' ? location.pathname + location.search : '/'
}
