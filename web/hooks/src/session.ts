import { paths } from '@sgid-login/shared/paths'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { isSession, type Session, type SignedIn, type SignedOut } from './answers.ts'
import { type Failed, failureOf, patience } from './failure.ts'
import { request } from './request.ts'

/**
 * Whether anybody is signed in, and for how long: `GET /auth/session`. Asking does not extend the
 * session. Asked when first used, when the page comes back into sight, and when another tab has
 * news; twenty components that use it are one request.
 *
 * The answer has the moment of its arrival, `at`, in milliseconds of `performance.now()`: its
 * seconds count from there, by a clock that nobody can set.
 *
 * Errors: a `ProblemError`, or a `NoAnswerError`. Nobody being signed in is none.
 */
export const sessionQuery = queryOptions({
  queryKey: ['sgid-login', 'session'],
  queryFn: async ({ signal }) => received(await request(paths.session, isSession, { signal })),
  staleTime: 5_000,
  gcTime: 0,
  refetchOnWindowFocus: 'always',
  ...patience,
})

export function received<Some extends Session>(session: Some): Some & { at: number } {
  return { ...session, at: performance.now() }
}

/**
 * Whether anybody is signed in, as far as it is known. `at` is when the answer came, in
 * milliseconds of `performance.now()`.
 *
 * - `waiting`: the BFF has not answered yet
 * - `signed-in`: with the times that the session has left, in seconds from `at`
 * - `signed-out`: no session, a forged one, or one that is over
 * - `failed`: not known; `why` says why. A store that is down is this, and not `signed-out`
 */
export type SessionState =
  | { state: 'waiting' }
  | ({ state: 'signed-in'; at: number } & SignedIn)
  | ({ state: 'signed-out'; at: number } & SignedOut)
  | Failed

/**
 * Whether anybody is signed in, and for how long. Never extends the session.
 *
 * @returns what is known; a failure is one of its states
 * @throws {Error} outside of a `QueryClientProvider`
 */
export function useSession(): SessionState {
  const query = useQuery(sessionQuery)
  const session = query.data
  if (session === undefined) return failureOf(query) ?? { state: 'waiting' }
  return session.authenticated
    ? { state: 'signed-in', ...session }
    : { state: 'signed-out', ...session }
}
