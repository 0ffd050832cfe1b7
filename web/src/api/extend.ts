import { paths, Session } from '@sgid-login/shared'
import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { useDeparture } from './departure.tsx'
import { ProblemError } from './failure.ts'
import { request } from './request.ts'
import { received, sessionQuery } from './session.ts'

/**
 * Asks for more time, and tells the other tabs.
 *
 * @returns false when nobody answered: the session may still be there
 */
export function useExtend(): () => Promise<boolean> {
  const queryClient = useQueryClient()
  const { tell, expire } = useDeparture()
  return async () => {
    try {
      const session = await request(paths.extend, Session, { method: 'POST' })
      queryClient.setQueryData(sessionQuery.queryKey, received(session))
      tell('extended')
      return true
    } catch (error) {
      if (error instanceof ProblemError && error.status === 401) expire()
      return false
    }
  }
}

/** To be called after what the server takes for an act of the person: every tab has more time. */
export function useActivity(): () => void {
  const queryClient = useQueryClient()
  const { tell } = useDeparture()
  return useCallback(() => {
    queryClient.invalidateQueries({ queryKey: sessionQuery.queryKey })
    tell('extended')
  }, [queryClient, tell])
}
