import { pages } from '@sgid-login/shared'

/** What the login of the example asks for beside `openid`, where LOGIN_PURPOSES has an `apply`. */
export const applyScopes = import.meta.env.APPLY_SCOPES.split(/\s+/).filter(
  (scope) => scope !== '' && scope !== 'openid',
)

/** What a login that returns to a page is for: undefined for all that `SGID_SCOPES` asks for. */
export function loginPurpose(page: string): 'apply' | undefined {
  return page === pages.apply && import.meta.env.APPLY_SCOPES !== '' ? 'apply' : undefined
}
