import { createPrivateKey } from 'node:crypto'
import { compactDecrypt, createLocalJWKSet, importJWK, jwtVerify } from 'jose'
import { approve } from '../approve.ts'
import { paths } from '../endpoints.ts'
import { tokenHash } from '../id-token.ts'
import { origin, published, type RelyingParty } from './relying-party.ts'

export interface Login {
  sub: string
  data: Record<string, string>
}

/** Milliseconds for one answer. */
const patience = 2000

/**
 * Logs in as a relying party that lets nothing pass.
 *
 * @throws {Error} at the first thing that is not as it must be
 */
export async function strictLogin(party: RelyingParty, persona = 'plain'): Promise<Login> {
  const { simulator, made } = party
  const callback = await approve(simulator.fetch, party.authorizationUrl(), { persona })
  const code = readCallback(callback.searchParams)

  const { clientId, clientSecret, redirectUris } = made.client
  const tokens = await getJson(party, paths.token, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code,
      redirect_uri: redirectUris[0] ?? '',
      client_id: clientId,
      client_secret: clientSecret,
      code_verifier: published.verifier,
    }),
  })
  const { access_token, id_token, token_type = 'Bearer' } = tokens
  insist(typeof access_token === 'string' && typeof id_token === 'string', 'two tokens')
  insist(String(token_type).toLowerCase() === 'bearer', 'a bearer token')
  const sub = await verifyIdToken(party, String(id_token), String(access_token))

  const headers = { Authorization: `Bearer ${access_token}` }
  const userInfo = await getJson(party, paths.userInfo, { headers })
  insist(userInfo['sub'] === sub, 'the same sub')
  return { sub, data: await openUserInfo(userInfo, made.privateKey) }
}

function readCallback(answer: URLSearchParams): string {
  insist(new Set(answer.keys()).size === [...answer.keys()].length, 'every parameter once')
  insist(answer.get('state') === 'state-1', 'our state')
  insist((answer.get('iss') ?? `${origin}/v2`) === `${origin}/v2`, 'our issuer')
  insist(!answer.has('error'), 'no error')
  const code = answer.get('code')
  if (code === null) throw new Error('The callback has no code')
  return code
}

async function verifyIdToken(party: RelyingParty, idToken: string, accessToken: string) {
  const keySet = await getJson(party, paths.keys)
  insist(Array.isArray(keySet['keys']), 'a key set')
  const keys = createLocalJWKSet({ keys: Array.isArray(keySet['keys']) ? keySet['keys'] : [] })
  const audience = party.made.client.clientId
  const { payload } = await jwtVerify(idToken, keys, {
    issuer: `${origin}/v2`,
    audience,
    algorithms: ['RS256'],
    requiredClaims: ['sub', 'iat', 'exp', 'nonce'],
    maxTokenAge: 3600,
  })
  const { sub, nonce, aud, exp = 0, iat = 0 } = payload
  insist(nonce === 'nonce-1', 'our nonce')
  insist([aud].flat().length === 1, 'no other audience')
  insist(exp - iat <= 86_400, 'a lifetime of at most a day')
  insist((payload['at_hash'] ?? tokenHash(accessToken)) === tokenHash(accessToken), 'our at_hash')
  if (typeof sub !== 'string' || sub === '' || sub.length > 255) throw new Error('sub is no id')
  return sub
}

async function openUserInfo(
  { key, data }: Record<string, unknown>,
  privateKey: string,
): Promise<Record<string, string>> {
  if (key === undefined && data === undefined) return {}
  if (typeof key !== 'string' || typeof data !== 'object' || data === null || Array.isArray(data))
    throw new Error('key and data come together')

  const opened = await compactDecrypt(key, createPrivateKey(privateKey), {
    keyManagementAlgorithms: ['RSA-OAEP', 'RSA-OAEP-256'],
    contentEncryptionAlgorithms: ['A256GCM', 'A128CBC-HS256'],
  })
  const jwk = JSON.parse(new TextDecoder().decode(opened.plaintext))
  insist(jwk.kty === 'oct', 'a symmetric key')
  const blockKey = await importJWK(jwk, 'dir')

  const fields: [string, string][] = []
  for (const [scope, jwe] of Object.entries(data)) {
    if (typeof jwe !== 'string') throw new Error('Expected strings')
    const { plaintext, protectedHeader } = await compactDecrypt(jwe, blockKey, {
      keyManagementAlgorithms: ['dir', 'A128GCMKW', 'A256GCMKW'],
      contentEncryptionAlgorithms: ['A128GCM', 'A256GCM'],
    })
    insist(protectedHeader.zip === undefined, 'no compression')
    fields.push([scope, new TextDecoder('utf-8', { fatal: true }).decode(plaintext)])
  }
  return Object.fromEntries(fields)
}

async function getJson(
  { simulator }: RelyingParty,
  path: string,
  init: RequestInit = {},
): Promise<Record<string, unknown>> {
  const signal = AbortSignal.timeout(patience)
  const response = await simulator.fetch(origin + path, { ...init, signal, redirect: 'manual' })
  insist(response.status === 200, `200, not ${response.status}`)
  insist(response.headers.get('content-type')?.startsWith('application/json') === true, 'JSON')
  const text = await response.text()
  insist(text.length < 1_000_000, 'less than a megabyte')
  const body: unknown = JSON.parse(text)
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new Error('Expected an object')
  return { ...body }
}

function insist(holds: boolean, what: string): void {
  if (!holds) throw new Error(`Expected ${what}`)
}
