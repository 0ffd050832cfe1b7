/** Routes of the BFF. The callback's path is not here: it comes from `SGID_REDIRECT_URI`. */
export const paths = {
  login: '/auth/login',
  session: '/auth/session',
  extend: '/auth/session/extend',
  userInfo: '/auth/userinfo',
  logout: '/auth/logout',
  /** Of the example of an own route. */
  applications: '/api/example/applications',
  draft: '/api/example/draft',
} as const

/** Pages of the site. Each exists once for every language prefix. */
export const pages = {
  landing: '/',
  profile: '/profile',
  /** Of the example. */
  apply: '/apply',
  loggedOut: '/logged-out',
  sessionEnded: '/session-ended',
  error: '/error',
  help: '/help',
  privacy: '/privacy',
} as const

/** Headers of the calls that our pages make. */
export const headers = {
  /** `1` on every call of ours. A page of another origin cannot send it without a CORS grant. */
  csrf: 'X-CSRF',
  /** A random tag that the answer repeats: an answer out of somebody's cache has another one. */
  echo: 'X-Echo',
} as const

/** Path prefix → language tag of the pages below it. */
export const languages = { '': 'en', '/zh': 'zh-Hans', '/ms': 'ms', '/ta': 'ta' } as const

const prefixes = ['/zh', '/ms', '/ta'] as const satisfies (keyof typeof languages)[]

/** The language prefix of a local path: `/zh/profile` → `/zh`, `/profile` → the empty string. */
export function prefixOf(path: string): keyof typeof languages {
  const within = (prefix: string) => /^(?:[/?#]|$)/.test(path.slice(prefix.length))
  return prefixes.find((prefix) => path.startsWith(prefix) && within(prefix)) ?? ''
}

const base = 'http://local.invalid'

/**
 * A place on our own origin that a person may be sent to, or undefined when it is anything else:
 * another origin, an address that browsers read in several ways, one of the BFF's own routes, or
 * more than 512 characters after percent-encoding.
 *
 * @returns path, query and fragment as the URL parser writes them
 * @see https://url.spec.whatwg.org/#url-parsing
 */
export function localPath(value: string): string | undefined {
  // The parser drops tabs and newlines and turns backslashes into slashes: refuse them before it does.
  if (!/^\/(?![/\\])[^\\\s\p{Cc}]*$/u.test(value) || !value.isWellFormed()) return undefined
  if (!URL.canParse(value, base)) return undefined
  const url = new URL(value, base)
  if (url.origin !== base) return undefined
  const path = url.pathname + url.search + url.hash
  // `/.//host` is one path to the parser and another origin to whoever reads its result again.
  if (path.startsWith('//') || path.length > 512) return undefined
  return isDynamic(url.pathname) ? undefined : path
}

function isDynamic(pathname: string): boolean {
  const plain = decode(pathname)?.toLowerCase()
  return plain === undefined || /^\/+(auth|api)(\/|$)/.test(plain)
}

function decode(value: string): string | undefined {
  try {
    return decodeURIComponent(value)
  } catch {
    return undefined
  }
}

/**
 * Whether an address is one of the Government: an `https` one whose host ends in `.gov.sg`, which
 * only public agencies can register.
 */
export function isGovernment({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' && hostname.endsWith('.gov.sg')
}
