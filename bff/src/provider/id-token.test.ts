import { createLocalJWKSet, exportJWK, generateKeyPair, SignJWT } from 'jose'
import { expect, test } from 'vitest'
import { nodeCrypto } from '../node-crypto.ts'
import { threadPoolJobs } from '../testing/thread-pool.ts'
import { checkIdToken } from './id-token.ts'

const now = 1_800_000_000
const pair = await generateKeyPair('RS256', { extractable: true })
// Published without an alg, the key would do for whatever a header says.
const keys = createLocalJWKSet({ keys: [await exportJWK(pair.publicKey)] })
const context = { clientId: 'CLIENT', now: () => now * 1000, crypto: nodeCrypto, keys }
const honest = { aud: 'CLIENT', sub: 'u=1', nonce: 'n', iat: now, exp: now + 300 }

const sign = (claims: Record<string, unknown>) =>
  new SignJWT(claims).setProtectedHeader({ alg: 'RS256' }).sign(pair.privateKey)
const check = async (claims: Record<string, unknown>) =>
  checkIdToken(await sign({ ...honest, ...claims }), 'token', context)

test.each([
  ['as sgID makes it', {}],
  ['with one audience in an array', { aud: ['CLIENT'] }],
  ['that names us as its authorized party', { azp: 'CLIENT' }],
  ['from a clock 60 s ahead', { iat: now + 60 }],
  ['issued 59 minutes ago', { iat: now - 59 * 60 }],
  ['that is good for a day', { exp: now + 86_400 }],
])('an ID token %s is accepted (P7, P31)', async (_what, claims) => {
  expect(await check(claims)).toBe('u=1')
})

test.each([
  ['for two', { aud: ['CLIENT', 'OTHER'] }],
  ['for another in an array', { aud: ['OTHER'] }],
  ['for nobody', { aud: undefined }],
  ['for an empty list', { aud: [] }],
  ['for a list in a list', { aud: [['CLIENT']] }],
  ['for what is no name', { aud: { CLIENT: true } }],
  ['issued to another', { azp: 'OTHER' }],
  ['from a clock 61 s ahead', { iat: now + 61 }],
  ['issued an hour and a second ago', { iat: now - 3601 }],
  ['that is good for eight days', { exp: now + 8 * 86_400 }],
  ['that ended before it began', { iat: now, exp: now - 1 }],
  ['with an iat that is no number', { iat: `${now}` }],
  ['without a nonce', { nonce: undefined }],
  ['with an empty sub', { sub: '' }],
  ['with a sub of 256 characters', { sub: 'x'.repeat(256) }],
  ['with a newline in its sub', { sub: 'u=1\n' }],
  ['with another access token’s hash', { at_hash: 'x'.repeat(22) }],
])('an ID token %s is refused (P7)', async (_what, claims) => {
  await expect(check(claims)).rejects.toMatchObject({ code: 'idp_bad_response' })
})

test('the right key by another algorithm is refused (P7)', async () => {
  const pkcs8 = await crypto.subtle.exportKey('pkcs8', pair.privateKey)
  const algorithm = { name: 'RSA-PSS', hash: 'SHA-256' }
  const key = await crypto.subtle.importKey('pkcs8', pkcs8, algorithm, false, ['sign'])
  const token = await new SignJWT(honest).setProtectedHeader({ alg: 'PS256' }).sign(key)

  await expect(checkIdToken(token, 'token', context)).rejects.toMatchObject({
    message: expect.stringContaining('ALG_NOT_ALLOWED'),
  })
})

test('a signature is checked in a thread of the pool, while the event loop goes on (P33)', async () => {
  const idToken = await sign(honest)
  await check({})
  const jobs = await threadPoolJobs(() => checkIdToken(idToken, 'token', context))

  expect(jobs).toEqual(['SIGNREQUEST'])
})
