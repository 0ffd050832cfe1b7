import { localPath, paths } from '@sgid-login/shared/paths'

/** Where a login starts and ends. */
export interface LoginOptions {
  /**
   * Path, query and fragment of a page of your own: `/form?step=2`. Anything else is left out: the
   * BFF then chooses.
   */
  returnTo?: string
  /** The name of what it is for, where LOGIN_PURPOSES of the BFF gives that scopes of its own. */
  purpose?: string
}

/**
 * The address of a link that starts a login: `/auth/login?returnTo=%2Fform`. A link and not a
 * button, where that is possible: logging in is a navigation, and works before and without script.
 * Never throws.
 *
 * @param options where the login ends, and what it is for
 * @returns a path with its query
 */
export function loginHref({ returnTo, purpose }: LoginOptions = {}): string {
  const place = returnTo === undefined ? undefined : localPath(returnTo)
  const query = new URLSearchParams({
    ...(place !== undefined && { returnTo: place }),
    ...(purpose !== undefined && { purpose }),
  }).toString()
  return query === '' ? paths.login : `${paths.login}?${query}`
}

/**
 * Starts a login, for what is not a link: leaves the page for sgID, and comes back to the place
 * where the person is now unless `returnTo` says otherwise. Never throws.
 *
 * @returns a function that leaves the page
 */
export function useLogin(): (options?: LoginOptions) => void {
  return login
}

function login(options?: LoginOptions): void {
  location.assign(loginHref({ returnTo: here(), ...options }))
}

/** The page's own place: path, query and fragment. */
export function here(): string {
  return location.pathname + location.search + location.hash
}
