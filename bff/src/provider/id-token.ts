import { compactVerify, errors, type JWTVerifyGetKey } from 'jose'
import * as z from 'zod/mini'
import { base64url, type Crypto } from '../crypto.ts'
import { BffError } from '../errors.ts'

/** Seconds by which sgID's clock and ours may differ. */
export const clockSkew = 60
/** Seconds: no login token is older when it arrives, */
const maxAge = 60 * 60
/** or good for longer. */
const maxLife = 7 * 24 * 60 * 60

interface Context {
  clientId: string
  now: () => number
  crypto: Crypto
  keys: JWTVerifyGetKey
}

/**
 * The rules for an ID token that oauth4webapi leaves to its caller. It has compared `iss`, `aud`,
 * `nonce`, `exp` and `nbf` before, and `azp` only where there are several audiences.
 *
 * @returns `sub`: this person at this client
 * @throws {BffError} `idp_bad_response`; `idp_unavailable` when the keys cannot be had
 * @see OpenID Connect Core §3.1.3.6 (`at_hash`), §3.1.3.7 (validation)
 */
export async function checkIdToken(
  idToken: string,
  accessToken: string,
  context: Context,
): Promise<string> {
  const claims = Claims.safeParse(await verify(idToken, context))
  if (!claims.success) throw bad('ID token has a claim that is missing or of the wrong type')
  const { aud, azp, iat, exp, sub, at_hash } = claims.data

  const seconds = context.now() / 1000
  const audiences = [aud].flat()
  if (audiences.length !== 1 || audiences[0] !== context.clientId) {
    throw bad('ID token is for others, or for others too')
  }
  if (azp !== undefined && azp !== context.clientId) throw bad('ID token was issued to another')
  if (iat > seconds + clockSkew) throw bad('ID token is from the future')
  if (iat < seconds - maxAge) throw bad('ID token is old')
  if (exp > seconds + maxLife || exp < iat) throw bad('ID token has an impossible life')
  if (at_hash !== undefined) {
    const hash = await context.crypto.sha256.bytes(accessToken)
    if (at_hash !== base64url(hash.subarray(0, 16))) throw bad('access token has another hash')
  }
  return sub
}

const Claims = z.looseObject({
  // One name or a list of one; either way it has to be our client id, and is nothing else then.
  aud: z.unknown(),
  azp: z.optional(z.string()),
  iat: z.number(),
  exp: z.number(),
  // OpenID Connect Core §2: at most 255 ASCII characters.
  sub: z.string().check(z.regex(/^[\x21-\x7e]{1,255}$/)),
  nonce: z.string(),
  at_hash: z.optional(z.string()),
})

/** The payload, once a key of the key set has vouched for it. Keys and URLs in the header do not count. */
async function verify(idToken: string, { keys, crypto }: Context): Promise<unknown> {
  try {
    const verified = compactVerify(idToken, keys, { algorithms: ['RS256'] })
    const { payload } = await crypto.fromThread(verified)
    return JSON.parse(new TextDecoder().decode(payload))
  } catch (cause) {
    if (cause instanceof BffError) throw cause
    // jose throws a plain TypeError for a key that is too small or of the wrong kind.
    const why = cause instanceof errors.JOSEError ? cause.code : 'unusable key'
    throw bad(`ID token is not signed by sgID (${why})`)
  }
}

function bad(message: string): BffError {
  return new BffError('idp_bad_response', message)
}
