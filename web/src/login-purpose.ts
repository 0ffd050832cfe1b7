/** A page at `/apply` logs in for the purpose `apply`, where LOGIN_PURPOSES has one of that name. */
const purposes = new Map(
  import.meta.env.LOGIN_PURPOSES.split(';').map((entry): [page: string, scopes: string[]] => {
    const [name = '', scopes = ''] = entry.split('=')
    return [`/${name.trim()}`, scopes.split(/\s+/).filter(Boolean)]
  }),
)

/** What the login of a page asks for beside `openid`, where it is one for a purpose. */
export function purposeScopes(page: string): string[] {
  return purposes.get(page)?.filter((scope) => scope !== 'openid') ?? []
}

/** What a login that returns to a page is for: undefined for all that `SGID_SCOPES` asks for. */
export function loginPurpose(page: string): string | undefined {
  return purposes.has(page) && page !== '/' ? page.slice(1) : undefined
}
