import { base64url, type Random, utf8 } from '../crypto.ts'
import type { SigningKey } from './signing-key.ts'

export interface VouchOptions {
  /** The first signs. */
  keys: SigningKey[]
  /** The public origin of this service. */
  issuer: string
  /** For whom the token is: nobody else may take it. */
  audience: string
  random: Random
  /** Milliseconds since the epoch. */
  now: () => number
}

/** Seconds. */
const life = 60
const algorithm = { name: 'ECDSA', hash: 'SHA-256' }

/**
 * Vouches for a person to the service behind this one, for one request.
 *
 * @returns a function of `sub` and of claims that are told beside it; it gives a JWT, good for a
 * minute and for one audience, with a `jti` by which a second use can be known
 * @see RFC 7515 §5.1, RFC 7518 §3.4 (ES256), RFC 7519 §4.1, RFC 8725 §3.9 (audience), §3.11 (`typ`)
 */
export function createVouch({ keys: [key], issuer, audience, random, now }: VouchOptions) {
  if (!key) throw new RangeError('vouching needs a key')
  const { privateKey, publicJwk } = key
  const header = part({ alg: 'ES256', kid: publicJwk.kid, typ: 'JWT' })
  return async (sub: string, claims: Record<string, string>): Promise<string> => {
    const iat = Math.floor(now() / 1000)
    const jti = base64url(random(16))
    const ours = { iss: issuer, aud: audience, sub, jti, iat, exp: iat + life }
    const signed = `${header}.${part({ ...claims, ...ours })}`
    const signature = await crypto.subtle.sign(algorithm, privateKey, utf8(signed))
    return `${signed}.${base64url(new Uint8Array(signature))}`
  }
}

function part(json: object): string {
  return base64url(utf8(JSON.stringify(json)))
}
