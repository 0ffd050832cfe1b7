import { createHash, createHmac } from 'node:crypto'
import { SignJWT } from 'jose'
import { type Grant, lifetimes } from './grants.ts'
import type { Provider } from './provider.ts'
import type { SigningKey } from './signing-keys.ts'

/** Claim values are `unknown`, because faults put anything in them. */
export type Claims = Record<string, unknown>

/** The claims of OpenID Connect Core §2, and in MockPass's dialect the ones only MockPass adds. */
export function idTokenClaims(
  { request, persona }: Grant,
  { issuer, dialect, now }: Provider,
  { accessToken, refreshToken }: { accessToken: string; refreshToken: string },
): Claims {
  const iat = Math.floor(now() / 1000)
  const claims = {
    iss: issuer,
    sub: pairwiseSubject(request.client.clientId, persona.id),
    aud: request.client.clientId,
    iat,
    exp: iat + lifetimes.idToken,
    ...(request.nonce === undefined ? {} : { nonce: request.nonce }),
  }
  if (dialect === 'sgid') return claims
  return {
    ...claims,
    exp: iat + 86_400,
    amr: ['pwd'],
    at_hash: tokenHash(accessToken),
    rt_hash: tokenHash(refreshToken),
  }
}

export async function signIdToken(claims: Claims, key: SigningKey): Promise<string> {
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'RS256', kid: key.kid, typ: 'JWT' })
    .sign(key.privateKey)
}

/** The same person is somebody else to every client, and the same after a restart. OpenID Connect Core §8.1. */
export function pairwiseSubject(clientId: string, personaId: string): string {
  const hex = createHmac('sha256', 'sgid-simulator: pairwise subject')
    .update(JSON.stringify([clientId, personaId]))
    .digest('hex')
  const uuid = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20)]
  return `u=${[...uuid, hex.slice(20, 32)].join('-')}`
}

/** `at_hash`: the left half of the token's SHA-256, OpenID Connect Core §3.1.3.6. */
export function tokenHash(token: string): string {
  return createHash('sha256').update(token).digest().subarray(0, 16).toString('base64url')
}
