import { paths } from '@sgid-login/shared'
import type { MiddlewareHandler } from 'hono'
import { derivedHmac } from '../crypto.ts'
import type { Deps } from '../deps.ts'
import { failureAnswer } from './answer.ts'
import type { Env } from './env.ts'
import { navigates } from './request-checks.ts'

/**
 * Counts one more request of a bucket. Must not reject: the request would be answered as
 * `internal`.
 *
 * @param bucket which one, by its index: 0 to 65,535
 * @returns the seconds until it may ask again; undefined when it may now
 */
export type Limit = (bucket: number) => Promise<number | undefined>

/** Places in the table: its size is fixed, so that no number of addresses fills the memory. */
const buckets = 65_536
/** Milliseconds between two log lines about a bucket. */
const quiet = 60_000

/**
 * Refuses an address that asks too often, before anything is computed or stored for it. Which
 * bucket an address falls into is the same on every instance and known to nobody outside: one
 * cannot use up another's. Without an address nobody is refused.
 */
export async function rateLimit(deps: Deps): Promise<MiddlewareHandler<Env> | undefined> {
  const { config, crypto, limit, now } = deps
  const [secret] = config.sessionSecrets
  if (!limit || !secret) return undefined
  const hash = await derivedHmac(crypto, secret, 'client address')
  const told = new Float64Array(buckets)

  return async (c, next) => {
    const client = c.env?.clientAddress
    if (client === undefined) return next()
    const [high = 0, low = 0] = await hash.bytes(network(client))
    const bucket = high * 256 + low
    const wait = await limit(bucket)
    if (wait === undefined) return next()

    if (now() - (told[bucket] ?? 0) >= quiet) {
      told[bucket] = now()
      c.var.log('limit.reached', { reason })
    }
    const navigated = [paths.login, config.callbackPath].includes(c.req.path)
    c.set('navigation', navigated && c.req.method === 'GET' && navigates(c))
    c.set('returnTo', c.req.query('returnTo'))
    return failureAnswer(c, 'rate_limited', wait)
  }
}

const reason =
  'an address is over RATE_LIMIT_PER_MINUTE: if it is a proxy of yours, name it in TRUSTED_PROXIES'

/** Whom an address counts for: itself, or the /64 of an IPv6 one, which is one household's. */
export function network(address: string): string {
  const url = `http://[${address}]`
  if (!URL.canParse(url)) return address
  const [before = '', after] = new URL(url).hostname.slice(1, -1).split('::')
  const groups = (text = '') => text.split(':').filter(Boolean)
  const known = [...groups(before), ...groups(after)].length
  const zeros = Array.from({ length: 8 - known }, () => '0')
  return [...groups(before), ...zeros, ...groups(after)].slice(0, 4).join(':')
}
