import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { sessionQuery } from './session.ts'

/** When to speak of an end, in seconds before it. @see WCAG 2.2 §2.2.1 */
export interface ExpiryOptions {
  /**
   * Seconds before the idle end, at which the person should be asked whether to stay: 120 if
   * nothing is said.
   */
  ask?: number
  /**
   * Seconds before the absolute end, at which the person should hear of it: 300 if nothing is said.
   */
  notice?: number
}

/**
 * What the session has left, in seconds: `idle` if the person does nothing, `absolute` whatever
 * they do.
 *
 * - `far`: nothing to say yet
 * - `ask`: the idle end is near, and staying is one click: `useExtend`, or `<SessionExpiryDialog>`
 * - `soon`: the absolute end is near, which nothing puts off
 * - `over`: by which `limit`; `<RequireSession>` clears the screen then
 *
 * @see WCAG 2.2 §2.2.1
 */
export type SessionExpiry = { idle: number; absolute: number } & (
  | { state: 'far' | 'ask' | 'soon' }
  | { state: 'over'; limit: 'idle' | 'absolute' }
)

/**
 * What the session has left, counted from the BFF's answer by a clock that nobody can set. Renders
 * once a second near an end, and not before.
 *
 * @param options when to speak of an end
 * @returns the seconds left; undefined when nobody is known to be signed in
 * @throws {Error} outside of a `QueryClientProvider`
 * @see WCAG 2.2 §2.2.1
 */
export function useSessionExpiry({
  ask = 120,
  notice = 300,
}: ExpiryOptions = {}): SessionExpiry | undefined {
  const { data: session } = useQuery(sessionQuery)
  const alive = session?.authenticated ? session : undefined
  const [now, setNow] = useState(0)
  const passed = alive === undefined ? 0 : Math.max(0, now - alive.at) / 1000
  const idle = (alive?.idleExpiresIn ?? 0) - passed
  const absolute = (alive?.expiresIn ?? 0) - passed

  const pauses = [idle - ask, absolute - notice].filter((seconds) => seconds > 0)
  // Nothing to see for long, then one step a second.
  const pause = Math.min(idle, pauses.length === 2 ? Math.min(...pauses) : 1)
  useEffect(() => {
    if (alive === undefined) return
    const timer = setTimeout(() => setNow(performance.now()), pause * 1000)
    return () => clearTimeout(timer)
  })

  if (alive === undefined) return undefined
  if (idle <= 0 || absolute <= 0)
    return { state: 'over', limit: absolute <= idle ? 'absolute' : 'idle', idle, absolute }
  // Nothing can be extended when the session ends for good.
  if (idle <= ask && idle < absolute) return { state: 'ask', idle, absolute }
  return { state: absolute <= notice ? 'soon' : 'far', idle, absolute }
}
