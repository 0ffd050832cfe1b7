import { paths, type Scope, UserInfo } from '@sgid-login/shared'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { request } from './request.ts'

/** @param reveal the sensitive scope to be given in full */
type Wanted = { reveal?: Scope }

/** What sgID shared about the signed-in person. Leaves the cache with the last who shows it. */
export function userInfoQuery({ reveal }: Wanted = {}) {
  const search = reveal === undefined ? '' : `?${new URLSearchParams({ reveal })}`
  return queryOptions({
    queryKey: ['userinfo', search],
    queryFn: ({ signal }) => request(paths.userInfo + search, UserInfo, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    // Several parts of a page show it. One that appears after a failure does not ask again.
    retryOnMount: false,
  })
}

export function useUserInfo(wanted: Wanted = {}) {
  return useQuery(userInfoQuery(wanted))
}
