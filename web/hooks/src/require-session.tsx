import { type ReactNode, useEffect, useState } from 'react'
import { useDeparture } from './departure.ts'
import { useSessionExpiry } from './expiry.ts'
import { SessionExpiryDialog } from './expiry-dialog.tsx'
import type { Failed } from './failure.ts'
import { here, loginHref } from './login.ts'
import { useSession } from './session.ts'

/** What `<RequireSession>` shows, and when. */
export interface RequireSessionProps {
  /** Until the BFF has answered. Holds nothing personal. */
  waiting?: ReactNode
  /** To somebody who is not signed in: a link to log in, in English, if nothing is said. */
  signedOut?: ReactNode
  /** What is shown when it is not known whether somebody is. Must not throw. */
  failed?: (failure: Failed) => ReactNode
  /** Beside the children: `<SessionExpiryDialog />`, in English, if nothing is said. */
  dialog?: ReactNode
  /** What is for the signed-in person. */
  children: ReactNode
}

/**
 * Its children, once the BFF has said that somebody is signed in, and for as long as it does. When
 * the session is over the screen is cleared, and the browser leaves.
 *
 * It hides what is in it, and protects nothing: the details stand behind the BFF's own check.
 *
 * @param props what it shows, and when
 * @returns the children and the dialog, or what stands in their place
 * @throws {Error} outside of `<SgidLoginProvider>`
 */
export function RequireSession({
  waiting = null,
  signedOut = <LoginRequired />,
  failed = notKnown,
  dialog = <SessionExpiryDialog />,
  children,
}: RequireSessionProps): ReactNode {
  const { tell, leave } = useDeparture()
  const session = useSession()
  const [was, setWas] = useState(false)
  if (session.state === 'signed-in' && !was) setWas(true)
  const ended = was && session.state === 'signed-out'

  useEffect(() => {
    // A reload says nothing new: two tabs would go on reloading each other.
    if (was && arrivedBy() === 'navigate') tell('in')
  }, [was, tell])
  useEffect(() => {
    if (ended) leave({ why: 'expired' })
  }, [ended, leave])

  if (ended) return waiting
  switch (session.state) {
    case 'waiting':
      return waiting
    case 'failed':
      return failed(session)
    case 'signed-out':
      return signedOut
    case 'signed-in':
      return (
        <>
          {children}
          {dialog}
          <End />
        </>
      )
  }
}

/** Leaves when the time is up, whoever else looks at the clock. */
function End() {
  const { leave } = useDeparture()
  const expiry = useSessionExpiry()
  const limit = expiry?.state === 'over' ? expiry.limit : undefined
  useEffect(() => {
    if (limit !== undefined) leave({ why: 'expired', limit })
  }, [limit, leave])
  return null
}

function LoginRequired() {
  return (
    <p>
      <a href={loginHref({ returnTo: here() })}>Log in with Singpass</a>
    </p>
  )
}

function notKnown({ retry }: Failed) {
  return (
    <>
      <p role="alert">We could not check your login.</p>
      <button type="button" onClick={retry}>
        Try again
      </button>
    </>
  )
}

function arrivedBy(): NavigationTimingType | undefined {
  const [entry] = performance.getEntriesByType('navigation')
  return entry instanceof PerformanceNavigationTiming ? entry.type : undefined
}
