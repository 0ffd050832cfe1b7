import { paths } from '@sgid-login/shared/paths'
import { isNothing } from './answers.ts'
import { useDeparture } from './departure.ts'
import { request } from './request.ts'

/**
 * Logs out: clears the screen and the query cache, tells the other tabs, ends the session at the
 * BFF, and leaves for the address that the provider's `after` gives for `logged-out`. In this
 * order: the server may be slow.
 *
 * @returns a function that does so. It never rejects: `confirmed` of `after` is false when nobody
 * said within five seconds that the session has ended
 * @throws {Error} outside of `<SgidLoginProvider>`
 */
export function useLogout(): () => Promise<void> {
  const { wipe, tell, leave } = useDeparture()
  return async () => {
    wipe()
    tell('out')
    leave({ why: 'logged-out', confirmed: await endSession() })
  }
}

async function endSession(): Promise<boolean> {
  try {
    await request(paths.logout, isNothing, { method: 'POST', timeout: 5_000 })
    return true
  } catch {
    return false
  }
}
