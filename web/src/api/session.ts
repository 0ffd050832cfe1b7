import { paths, Session } from '@sgid-login/shared'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { request } from './request.ts'

/** Whether anybody is signed in, and for how long. Asking does not extend the session. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async ({ signal }) => received(await request(paths.session, Session, { signal })),
  staleTime: 0,
  gcTime: 0,
  refetchOnWindowFocus: true,
})

/** @returns with the moment of its arrival, by a clock that nobody sets: its seconds count from there */
export function received(session: Session) {
  return { ...session, at: performance.now() }
}

/** The session of somebody who is signed in. */
export type Alive = Extract<ReturnType<typeof received>, { authenticated: true }>

export function useSession() {
  return useQuery(sessionQuery)
}
