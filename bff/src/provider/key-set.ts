import { createLocalJWKSet, errors, type JWK, type JWTVerifyGetKey } from 'jose'
import * as z from 'zod/mini'
import { BffError } from '../errors.ts'
import { exchangeTwice, type Fetch, parseJson, within } from './exchange.ts'

const Jwk = z.custom<JWK>((value) => z.looseObject({ kty: z.string() }).safeParse(value).success)
const Jwks = z.object({ keys: z.array(Jwk).check(z.minLength(1), z.maxLength(50)) })

export interface KeySetOptions {
  url: string
  fetch: Fetch
  /** Milliseconds since the epoch. */
  now: () => number
  /** Seconds for one fetch, and for its repetition if it fails early. */
  timeout: number
  /** Told of each fetch: with why, when it failed. */
  onFetched?: ((error?: unknown) => void) | undefined
  /** Keeps the runtime at a fetch that others wait for when the request that began it is over. */
  outlive?: ((work: Promise<unknown>) => void) | undefined
}

export interface KeySet {
  /** The key that signed a token, by the token's header. */
  find: JWTVerifyGetKey
  /** Fetches the set, or waits for the fetch under way. */
  refresh(): Promise<unknown>
}

/** Milliseconds: a set is fetched again after this, */
const fresh = 10 * 60_000
/** kept through an outage of the provider up to this age, */
const stale = 24 * 60 * 60_000
/** and an unknown key id makes us look again at most so often. */
const cooldown = 30_000

/**
 * The provider's signing keys. One fetch at a time serves all who wait; a key that was rotated in
 * just before a sign-in is found by one more fetch.
 *
 * Both calls throw {@link BffError}: `idp_unavailable` without any usable set, `idp_bad_response`
 * for a set that is not one and for a token whose key is not in it.
 *
 * @see RFC 7517 §5, OpenID Connect Core §10.1.1 (rotation)
 */
export function createKeySet(options: KeySetOptions): KeySet {
  const { url, fetch, now, timeout, onFetched, outlive } = options
  let current: { find: JWTVerifyGetKey; fetched: number } | undefined
  let loading: Promise<JWTVerifyGetKey> | undefined
  let lookedAgain = Number.NEGATIVE_INFINITY

  const load = async () => {
    const budget = { seconds: timeout, bytes: 256 * 1024 }
    const answer = await within(timeout, (signal) => exchangeTwice(fetch, url, { signal }, budget))
    if (answer.status !== 200) throw new BffError('idp_bad_response', 'sgID has no key set')
    const jwks = Jwks.safeParse(parseJson(answer.text, 'the key set'))
    if (!jwks.success) throw new BffError('idp_bad_response', 'the key set has no keys')
    const find = createLocalJWKSet(jwks.data)
    current = { find, fetched: now() }
    onFetched?.()
    return find
  }

  const refresh = () => {
    if (loading) return loading
    loading = load()
      .catch((error: unknown) => {
        onFetched?.(error)
        throw error
      })
      .finally(() => {
        loading = undefined
      })
    outlive?.(loading.catch(() => undefined))
    return loading
  }

  const keys = async () => {
    const age = current ? now() - current.fetched : Number.POSITIVE_INFINITY
    if (current && age < fresh) return current.find
    return refresh().catch((error) => {
      if (current && age < stale) return current.find
      throw error
    })
  }

  const find: JWTVerifyGetKey = async (header, token) => {
    const known = await keys()
    try {
      return await known(header, token)
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey) || now() - lookedAgain < cooldown)
        throw error
      lookedAgain = now()
      return (await refresh())(header, token)
    }
  }

  return { find, refresh }
}
