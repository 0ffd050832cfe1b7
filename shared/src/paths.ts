/** Routes of the BFF. The callback's path is not here: it comes from `SGID_REDIRECT_URI`. */
export const paths = {
  /** `GET`, by a link: starts a login. */
  login: '/auth/login',
  /** `GET`: whether anybody is signed in, as {@link Session}. */
  session: '/auth/session',
  /** `POST`: more time, and the new times. */
  extend: '/auth/session/extend',
  /** `GET`: what sgID shared, as {@link UserInfo}; `?reveal=SCOPE` gives a masked value in full. */
  userInfo: '/auth/userinfo',
  /** `POST`: ends the session. */
  logout: '/auth/logout',
  /** Of the example: `GET` what the session says of the person, `POST` the form. */
  applications: '/api/example/applications',
  /** Of the example: `POST` asks for the person's form, `PUT` keeps what they typed. */
  draft: '/api/example/draft',
} as const

/** Pages for a person who is signed in. One at `/NAME` is what `web/src/pages/NAME.tsx` shows. */
const signedIn = {
  /** What sgID shared, for the person alone. */
  profile: '/profile',
  /** The form of the example. */
  apply: '/apply',
} as const

/** Pages of the site. Each exists once for every language prefix. */
export const pages = {
  ...signedIn,
  /** What the service is, and the link that starts a login. */
  landing: '/',
  /** After a log-out. */
  loggedOut: '/logged-out',
  /** After the end of a session that the person did not ask for. */
  sessionEnded: '/session-ended',
  /** Why a login failed: `/error/CODE?ref=REF`. */
  error: '/error',
  /** What to do when it does not work. */
  help: '/help',
  /** What is kept, and for how long. */
  privacy: '/privacy',
} as const

/** Those for a person who is signed in: they have the script of the app, and no cache may keep them. */
export const signedInPages = Object.values(signedIn)

/** Headers of the calls that our pages make. */
export const headers = {
  /** `1` on every call of ours. A page of another origin cannot send it without a CORS grant. */
  csrf: 'X-CSRF',
  /** A random tag that the answer repeats: an answer out of somebody's cache has another one. */
  echo: 'X-Echo',
} as const

/** Path prefix → language tag of the pages below it. @see RFC 5646 §2.1 */
export const languages = { '': 'en', '/zh': 'zh-Hans', '/ms': 'ms', '/ta': 'ta' } as const

const prefixes = ['/zh', '/ms', '/ta'] as const satisfies (keyof typeof languages)[]

/**
 * The language of a local path. Never throws.
 *
 * @param path with its query and fragment or without: `/zh/profile`
 * @returns the prefix, `/zh`; for a page in English the empty string
 */
export function prefixOf(path: string): keyof typeof languages {
  const within = (prefix: string) => /^(?:[/?#]|$)/.test(path.slice(prefix.length))
  return prefixes.find((prefix) => path.startsWith(prefix) && within(prefix)) ?? ''
}

const base = 'http://local.invalid'

/**
 * A place on our own origin that a person may be sent to. Never throws.
 *
 * @param value path, query and fragment, from anybody: `/profile?tab=1#x`
 * @returns the same as the URL parser writes it, or undefined when it is anything else: another
 * origin, an address that browsers read in several ways, one of the BFF's own routes, or more than
 * 512 characters after percent-encoding
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
 * only public agencies can register. Never throws.
 *
 * @param url the address
 * @returns true for one of the Government
 */
export function isGovernment({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' && hostname.endsWith('.gov.sg')
}
