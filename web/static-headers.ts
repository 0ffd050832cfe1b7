import { pages } from '@sgid-login/shared'

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
    ['', '/*'].map((below) => rule(prefix + pages.profile + below, 'no-store')),
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
