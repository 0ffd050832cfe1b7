/** Of every cookie we set: the prefix is a promise of the browser that only HTTP over TLS set it. */
const prefix = '__Host-Http-'

export const sessionCookie = `${prefix}sid`

/** The cookie of one login: its name says which, so that several tabs can log in at once. */
export function transactionCookie(tag: string): string {
  return `${prefix}tx.${tag}`
}

/**
 * Every value that the `Cookie` header gives for a name. More than one means that somebody, a
 * sibling subdomain perhaps, planted another beside ours: nothing tells which is which.
 *
 * @see RFC 6265 §5.4: the order is no proof of who set a cookie
 */
export function cookieValues(header: string | undefined, name: string): string[] {
  return pairs(header).flatMap(([key, value]) => (key === name ? [value] : []))
}

/** Name and value of the cookies of logins in progress, as the browser sent them. */
export function transactionCookies(header: string | undefined): [name: string, value: string][] {
  return pairs(header).filter(([name]) => /^__Host-Http-tx\.[0-9a-f]{8}$/.test(name))
}

function pairs(header = ''): [name: string, value: string][] {
  return header.split(';').map((pair) => {
    const equals = pair.indexOf('=')
    if (equals < 0) return [pair.trim(), '']
    return [pair.slice(0, equals).trim(), pair.slice(equals + 1).trim()]
  })
}

interface Attributes {
  sameSite: 'Strict' | 'Lax'
  /** Seconds. Without it the cookie ends with the browser. */
  maxAge?: number
}

/** A `Set-Cookie` value that script cannot read and that no other host receives. */
export function setCookie(name: string, value: string, { sameSite, maxAge }: Attributes): string {
  const life = maxAge === undefined ? '' : `; Max-Age=${maxAge}`
  return `${name}=${value}; Path=/; HttpOnly; Secure; SameSite=${sameSite}${life}`
}

export function clearCookie(name: string, sameSite: Attributes['sameSite']): string {
  return setCookie(name, '', { sameSite, maxAge: 0 })
}
