import { SignJWT } from 'jose'
import { base64url, type Random } from '../crypto.ts'
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

/**
 * Vouches for a person to the service behind this one, for one request.
 *
 * @returns a function of `sub` and of claims that are told beside it; it gives a JWT, good for a
 * minute and for one audience, with a `jti` by which a second use can be known
 * @see RFC 7519 §4.1, RFC 8725 §3.9 (audience), §3.11 (`typ`)
 */
export function createVouch({ keys: [key], issuer, audience, random, now }: VouchOptions) {
  if (!key) throw new RangeError('vouching needs a key')
  const { kid } = key.publicJwk
  return (sub: string, claims: Record<string, string>): Promise<string> => {
    const issued = Math.floor(now() / 1000)
    return new SignJWT({ ...claims })
      .setProtectedHeader({ alg: 'ES256', kid, typ: 'JWT' })
      .setIssuer(issuer)
      .setAudience(audience)
      .setSubject(sub)
      .setJti(base64url(random(16)))
      .setIssuedAt(issued)
      .setExpirationTime(issued + life)
      .sign(key.privateKey)
  }
}
