import { paths, Session } from '@sgid-login/shared'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { request } from './request.ts'

/** Whether anybody is signed in, and for how long. Asking does not extend the session. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => request(paths.session, Session, { signal }),
  staleTime: 0,
  gcTime: 0,
  refetchOnWindowFocus: true,
  // Asked again when it should be over, so that nothing stays on a screen that nobody looks at.
  refetchInterval: ({ state: { data } }) =>
    data?.authenticated ? (data.idleExpiresIn + 1) * 1000 : false,
})

export function useSession() {
  return useQuery(sessionQuery)
}
