import { answers } from './answers.ts'
import { assets } from './assets.ts'
import { caching } from './caching.ts'
import { examine, type Finding } from './check.ts'
import { forging } from './forging.ts'
import { forwarding } from './forwarding.ts'
import { pages } from './pages.ts'
import type { Ask, Site } from './site.ts'
import { plainHttp, security, transport } from './transport.ts'

/**
 * A live site, through all that stands before it: the contract of its addresses, as a browser
 * would meet it. A few dozen requests; logins begin, and none is finished.
 *
 * @param plain asks the same host by http, where that has its usual port
 */
export async function examineSite(site: Site, plain?: Ask): Promise<Finding[]> {
  const first = await examine(transport, site)
  // Of a site that does not answer at all there is no more to say.
  const reached = await site.landing().catch(() => undefined)
  if (!reached) return first
  const rest = [
    ...(plain ? [plainHttp(plain)] : []),
    ...(site.secure ? security : []),
    // The first: behind a cache that keeps what it should not, little else can be seen.
    ...caching,
    ...answers,
    ...forwarding,
    ...forging,
    ...pages,
    ...assets,
  ]
  return [...first, ...(await examine(rest, site))]
}
