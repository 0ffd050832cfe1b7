import { localPath, pages, paths } from '@sgid-login/shared'

/** Where a login starts. A `returnTo` that is not a page of ours becomes the profile. */
export function loginHref(returnTo: string): string {
  const place = localPath(returnTo) ?? pages.profile
  return `${paths.login}?${new URLSearchParams({ returnTo: place })}`
}
