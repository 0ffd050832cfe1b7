import { paths } from '@sgid-login/shared/paths'
import type { Scope, sensitiveScopes } from '@sgid-login/shared/scopes'
import {
  type QueryClient,
  queryOptions,
  type UseQueryResult,
  useQuery,
} from '@tanstack/react-query'
import { useEffect } from 'react'
import { type AnyUserInfo, isUserInfo } from './answers.ts'
import { useActivity } from './extend.ts'
import { type Failed, failureOf, isSignedOut, patience } from './failure.ts'
import { request } from './request.ts'

/** A scope whose value is masked until the person asks to see it: the NRIC, the passport number. */
export type SensitiveScope = (typeof sensitiveScopes)[number]

/**
 * What sgID shared about the signed-in person. Where the app gave its list of scopes, `data` has
 * each of them but the sensitive ones, which are in `masked` until they are revealed.
 *
 * Values are strings as sgID has them; `NA` means that there is no record: see `claimText`.
 *
 * @see OpenID Connect Core §5.3.2
 */
export interface UserInfo<Listed extends string = string, Revealed extends string = never> {
  /**
   * This person at this client, at most 255 characters: another client sees another value.
   *
   * @see OpenID Connect Core §8.1
   */
  sub: string
  /** Scope → value. */
  data: string extends Listed
    ? Record<string, string>
    : Record<Exclude<Listed, 'openid' | Exclude<SensitiveScope, Revealed>>, string> &
        Partial<Record<Exclude<Extract<Listed, SensitiveScope>, Revealed>, string>>
  /** Sensitive scope → its value with most of it hidden: `•••••567A`. */
  masked: string extends Listed
    ? Record<string, string>
    : Partial<Record<Extract<Listed, SensitiveScope>, string>>
}

/**
 * What sgID shared, as far as it is known.
 *
 * - `waiting`: the BFF has not answered yet
 * - `ready`: with `sub`, `data`, `masked`, and `at`, when they came, in milliseconds since 1970
 * - `signed-out`: nobody is signed in; `expired` when the session ended while the page was open
 * - `failed`: not known; `why` says why
 */
export type UserInfoState<Listed extends string = string, Revealed extends string = never> =
  | { state: 'waiting' }
  | ({ state: 'ready'; at: number } & UserInfo<Listed, Revealed>)
  | { state: 'signed-out'; expired: boolean }
  | Failed

/** What is wanted. */
export interface Wanted<Revealed extends string = string> {
  /** One sensitive scope to be given in full. Ask for it when the person asks to see it. */
  reveal?: Revealed
}

/**
 * What sgID shared about the signed-in person: `GET /auth/userinfo`, which counts as activity. Asked
 * once, and again when `refetch` says so. Leaves the cache with the last who shows it.
 *
 * Errors: a `ProblemError` with `session_required`, `session_expired` or another code, or a
 * `NoAnswerError`. A 401 is not asked again.
 *
 * @param wanted whether a masked value is to be given in full
 * @returns what `useQuery`, `fetchQuery` and their like take. To make it never throws
 */
export function userInfoQuery({ reveal }: Wanted = {}) {
  const search = reveal === undefined ? '' : `?${new URLSearchParams({ reveal })}`
  return queryOptions({
    queryKey: ['sgid-login', 'userinfo', search],
    queryFn: ({ signal }) => request(paths.userInfo + search, isUserInfo, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnWindowFocus: false,
    // Several parts of a page show it. One that appears after a failure does not ask again.
    retryOnMount: false,
    ...patience,
  })
}

/**
 * What sgID shared about the signed-in person. Its `data` may have any scope: an app that knows its
 * scopes has better types by `createSgidLogin`.
 *
 * @param wanted `{ reveal }`: a sensitive scope to be given in full. Use it in a component that is
 *   there for as long as the value is shown: with it the value leaves the memory
 * @returns what is known; a failure is one of its states
 * @throws {Error} outside of `<SgidLoginProvider>`
 */
export function useUserInfo(wanted: Wanted = {}): UserInfoState {
  return useShown(wanted, useQuery(userInfoQuery(wanted)))
}

/**
 * `useUserInfo` and `userInfoQuery` with types for the scopes of an app:
 *
 * ```ts
 * export const { useUserInfo } = createSgidLogin({ scopes: ['openid', 'myinfo.name'] })
 * ```
 *
 * A listed scope that is not in the answer is there as `NA`, and the console names it: the list
 * has to be, or be part of, the `SGID_SCOPES` of the BFF. Never throws.
 *
 * @param options the app's list
 * @returns the two, for this list
 */
export function createSgidLogin<const Scopes extends readonly (Scope | (string & {}))[]>({
  scopes,
}: {
  /** What the app shows of what a login asks for: `['openid', 'myinfo.name']`. */
  scopes: Scopes
}) {
  type Listed = Scopes[number]
  const whole = <Revealed extends string>(userInfo: AnyUserInfo) =>
    complete<Listed, Revealed>(userInfo, scopes)

  const query = <Revealed extends Listed & SensitiveScope = never>(wanted: Wanted<Revealed> = {}) =>
    queryOptions({ ...userInfoQuery(wanted), select: whole<Revealed> })

  return {
    /** `userInfoQuery` with what is known of the app's scopes. Never throws. */
    userInfoQuery: query,
    /**
     * `useUserInfo` with what is known of the app's scopes.
     *
     * @throws {Error} outside of `<SgidLoginProvider>`
     */
    useUserInfo: <Revealed extends Listed & SensitiveScope = never>(
      wanted: Wanted<Revealed> = {},
    ): UserInfoState<Listed, Revealed> => useShown(wanted, useQuery(query(wanted))),
  }
}

function useShown<Listed extends string, Revealed extends string>(
  { reveal }: Wanted,
  query: UseQueryResult<UserInfo<Listed, Revealed>>,
): UserInfoState<Listed, Revealed> {
  const noticed = useActivity()
  const { data: userInfo, error, dataUpdatedAt: at } = query
  const revealed = reveal !== undefined && userInfo !== undefined
  useEffect(() => {
    if (revealed) noticed()
  }, [revealed, noticed])

  if (isSignedOut(error)) return { state: 'signed-out', expired: error.code === 'session_expired' }
  if (userInfo === undefined) return failureOf(query) ?? { state: 'waiting' }
  return { state: 'ready', at, ...userInfo }
}

/** Makes the types of an app's list true: what was listed and did not come is there as `NA`. */
function complete<Listed extends string, Revealed extends string>(
  userInfo: AnyUserInfo,
  listed: readonly string[],
): UserInfo<Listed, Revealed>
function complete(userInfo: AnyUserInfo, listed: readonly string[]): AnyUserInfo {
  const came = { openid: '', ...userInfo.data, ...userInfo.masked }
  const missing = listed.filter((scope) => !Object.hasOwn(came, scope))
  if (missing.length === 0) return userInfo
  console.warn(`Not shared: ${missing.join(' ')}. Does the login ask for it?`)
  const none = Object.fromEntries(missing.map((scope) => [scope, 'NA']))
  return { ...userInfo, data: { ...none, ...userInfo.data } }
}

/**
 * Asks who is signed in now.
 *
 * @returns true when it is who this page's memory speaks of; false as well when that is not known
 */
export async function isSamePerson(queryClient: QueryClient): Promise<boolean> {
  const { queryKey } = userInfoQuery()
  const known = queryClient
    .getQueriesData<AnyUserInfo>({ queryKey: queryKey.slice(0, 2) })
    .find(([, userInfo]) => userInfo !== undefined)?.[1]
  if (known === undefined) return false
  try {
    return (await request(paths.userInfo, isUserInfo)).sub === known.sub
  } catch {
    return false
  }
}
