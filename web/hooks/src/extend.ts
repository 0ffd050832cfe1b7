import { paths } from '@sgid-login/shared/paths'
import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { isSession } from './answers.ts'
import { useDeparture } from './departure.ts'
import { isSignedOut } from './failure.ts'
import { request } from './request.ts'
import { received, sessionQuery } from './session.ts'

/**
 * Asks for more time, and tells the other tabs. A session that is over takes the page with it.
 *
 * @returns a function that asks. It never rejects, and gives false when nobody answered: the
 * session may still be there
 * @throws {Error} outside of `<SgidLoginProvider>`
 */
export function useExtend(): () => Promise<boolean> {
  const queryClient = useQueryClient()
  const { tell, leave } = useDeparture()
  return async () => {
    try {
      const session = await request(paths.extend, isSession, { method: 'POST' })
      queryClient.setQueryData(sessionQuery.queryKey, received(session))
      tell('extended')
      return true
    } catch (error) {
      if (error instanceof Error && isSignedOut(error)) leave({ why: 'expired' })
      return false
    }
  }
}

/**
 * To be called after a request of your own that the BFF takes for an act of the person, such as one
 * to `/api`: every tab has more time then.
 *
 * @returns a function that tells the tabs, and never throws
 * @throws {Error} outside of `<SgidLoginProvider>`
 */
export function useActivity(): () => void {
  const queryClient = useQueryClient()
  const { tell } = useDeparture()
  return useCallback(() => {
    queryClient.invalidateQueries({ queryKey: sessionQuery.queryKey })
    tell('extended')
  }, [queryClient, tell])
}
