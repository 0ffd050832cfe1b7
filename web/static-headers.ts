import { pages, prefixOf, signedInPages } from '@sgid-login/shared'

/** `path` is exact, or a prefix when it ends in `*`. The first rule that matches a path wins. */
export type HeaderRule = { path: string; headers: Record<string, string> }

/**
 * The headers of every file of the build. Whoever serves the files (the BFF, a CDN) and whoever
 * tests them reads this list and keeps none of their own.
 *
 * @param styleHash CSP hash of the one style element, from the bytes that are in the pages
 * @param prefixes language prefixes that have pages
 * @param official whether the pages wear the banner of the Government, which holds pictures in its styles
 */
export function staticHeaders(
  styleHash: string,
  prefixes: string[],
  official: boolean,
): { rules: HeaderRule[] } {
  const always = {
    'Content-Security-Policy': contentSecurityPolicy(styleHash, official),
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
    'Referrer-Policy': 'no-referrer',
    'Strict-Transport-Security': 'max-age=63072000; includeSubDomains',
    Vary: 'Accept-Encoding',
    'X-Content-Type-Options': 'nosniff',
  }
  const rule = (path: string, cacheControl: string) => ({
    path,
    headers: { 'Cache-Control': cacheControl, ...always },
  })
  // no-store also keeps a page with personal details out of the back/forward cache.
  const signedIn = prefixes.flatMap((prefix) =>
    signedInPages.flatMap((page) =>
      ['', '/*'].map((below) => rule(prefix + page + below, 'no-store')),
    ),
  )
  return {
    rules: [
      rule('/assets/*', 'public, max-age=31536000, immutable'),
      ...signedIn,
      // A CDN may go on serving a page for a day while the origin is down.
      rule(
        '/*',
        'public, max-age=0, s-maxage=60, stale-while-revalidate=600, stale-if-error=86400',
      ),
    ],
  }
}

/**
 * The rules in the form that Cloudflare and Netlify read from a file called `_headers`. There the
 * headers of all rules that match are sent, and of those for a folder even where nothing is: so
 * what may be kept stands by its own name, and no path gets one header twice.
 *
 * @param paths of the pages and assets
 */
export function hostHeaders(rules: HeaderRule[], paths: string[]): string {
  const others = rules.at(-1)?.headers ?? {}
  const common = Object.keys(others).filter((name) =>
    rules.every(({ headers }) => headers[name] === others[name]),
  )
  const unkept = rules.filter(({ headers }) => headers['Cache-Control'] === 'no-store')
  const addresses = paths.flatMap((path) => {
    if (path.endsWith('/404')) return []
    // There are too many errors to list,
    const [folder] = /^.*\/error\//.exec(path) ?? []
    if (folder) return `${folder}*`
    // and hosts differ in whether a page's address ends in a slash.
    return path === pages.landing || path.startsWith('/assets/') ? path : [path, `${path}/`]
  })
  const kept = [...new Set(addresses)].filter((path) => !unkept.some(matches(path)))

  const block = (path: string, headers: [string, string][]) =>
    `${path}\n${headers.map(([name, value]) => `  ${name}: ${value}\n`).join('')}`
  const own = (path: string, headers: Record<string, string> = {}) =>
    block(
      path,
      Object.entries(headers).filter(([name]) => !common.includes(name)),
    )
  return [
    block(
      '/*',
      common.map((name) => [name, others[name] ?? '']),
    ),
    // One for the page and what is below it: hosts read no more than a hundred.
    ...unkept
      .filter(({ path }) => path.endsWith('/*'))
      .map(({ path, headers }) => own(path.replace('/*', '*'), headers)),
    ...kept.map((path) => own(path, rules.find(matches(path))?.headers)),
  ].join('')
}

/** The rules in the form that nginx includes in a `server`: where its `root` is the build. */
export function nginxHeaders(rules: HeaderRule[], prefixes: string[]): string {
  const location = (match: string, { path, headers }: HeaderRule, files: string) => {
    const missing = `${prefixOf(path.replace('*', ''))}/404.html`
    const lines = Object.entries(headers).map(
      ([name, value]) => `    add_header ${name} "${value}" always;\n`,
    )
    return `location ${match} {\n    try_files ${files};\n    error_page 404 ${missing};\n${lines.join('')}}\n`
  }
  const others = { path: '', headers: rules.at(-1)?.headers ?? {} }
  // An error is answered by another page, which would be kept as long as that page is.
  const absent = { path: '', headers: { ...others.headers, 'Cache-Control': 'no-store' } }
  const below = prefixes.map((prefix) => ({ ...others, path: `${prefix}/*` }))
  const ownLanguage = below.filter(({ path }) => !rules.some((rule) => rule.path === path))
  return [
    ...[...rules, ...ownLanguage].map((rule) => {
      const match = rule.path.endsWith('*') ? rule.path.slice(0, -1) : `= ${rule.path}`
      return location(match, rule, '$uri $uri/index.html =404')
    }),
    ...prefixes.map((prefix) =>
      location(`= ${prefix}/404.html`, { ...absent, path: `${prefix}/` }, '$uri =404'),
    ),
  ].join('')
}

function matches(path: string) {
  return (rule: HeaderRule) =>
    rule.path.endsWith('*') ? path.startsWith(rule.path.slice(0, -1)) : path === rule.path
}

function contentSecurityPolicy(styleHash: string, official: boolean): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src '${styleHash}'`,
    `img-src 'self'${official ? ' data:' : ''}`,
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "object-src 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}
