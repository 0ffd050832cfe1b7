import { pages, paths } from '@sgid-login/shared'
import * as z from 'zod/mini'
import { useDeparture } from './departure.tsx'
import { request } from './request.ts'

/** Clears the screen, then ends the session, then leaves. In this order: the server may be slow. */
export function useLogout(): () => Promise<void> {
  const { wipe, tell, leave } = useDeparture()
  return async () => {
    wipe()
    tell('out')
    const ended = await endSession()
    leave(ended ? pages.loggedOut : `${pages.loggedOut}?server=unknown#unknown`)
  }
}

/** False when nobody said that the session has ended. */
async function endSession(): Promise<boolean> {
  try {
    await request(paths.logout, z.void(), { method: 'POST', timeout: 5_000 })
    return true
  } catch {
    return false
  }
}
