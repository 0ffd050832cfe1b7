import { localPath, pages } from '@sgid-login/shared'

/**
 * Where a login ends: the place that was asked for, or the profile when that is missing, given
 * twice, not a page of ours, or the callback itself.
 *
 * @param values every `returnTo` of the query
 */
export function returnUrl(values: string[] | undefined, callbackPath: string): string {
  const [value, ...more] = values ?? []
  if (value === undefined || more.length > 0) return pages.profile
  const path = localPath(value)
  if (path === undefined || path.split(/[?#]/)[0] === callbackPath) return pages.profile
  return path
}
