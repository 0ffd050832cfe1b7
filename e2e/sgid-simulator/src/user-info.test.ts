import { createPrivateKey } from 'node:crypto'
import { compactDecrypt, decodeProtectedHeader } from 'jose'
import { describe, expect, test } from 'vitest'
import { personas } from './index.ts'
import { scopes } from './scopes.ts'
import { createRelyingParty, origin, type RelyingParty } from './testing/relying-party.ts'

interface Answer {
  sub: string
  key: string
  data: Record<string, string>
}

async function readUserInfo(party: RelyingParty, persona: string, scope?: string) {
  const changes = scope === undefined ? {} : { scope }
  const { access_token } = await party.tokens({ persona, ...changes })
  const body: unknown = await (await party.userInfo(access_token)).json()
  return Object.assign({ sub: '', key: '', data: {} }, body)
}

async function open({ key, data }: Answer, privateKey: string) {
  const opened = await compactDecrypt(key, createPrivateKey(privateKey))
  const jwk = JSON.parse(Buffer.from(opened.plaintext).toString())
  const values = await Promise.all(
    Object.entries(data).map(async ([scope, jwe]) => {
      const { plaintext } = await compactDecrypt(jwe, Buffer.from(jwk.k, 'base64url'))
      return [scope, Buffer.from(plaintext).toString()]
    }),
  )
  return { jwk, values: Object.fromEntries(values) }
}

describe.each([
  [
    { fields: 'dir' } as const,
    { alg: 'RSA-OAEP-256', enc: 'A256GCM' },
    { alg: 'dir', enc: 'A256GCM' },
    { kty: 'oct', alg: 'A256GCM' },
  ],
  [
    { fields: 'A128GCMKW' } as const,
    { alg: 'RSA-OAEP-256', enc: 'A256GCM' },
    { alg: 'A128GCMKW', enc: 'A128GCM' },
    { kty: 'oct', alg: 'A128GCM' },
  ],
  [
    { dialect: 'mockpass' } as const,
    { alg: 'RSA-OAEP', enc: 'A128CBC-HS256', kid: expect.any(String) },
    { alg: 'dir', enc: 'A256GCM', kid: expect.any(String) },
    { kty: 'oct', alg: 'A256GCM', kid: expect.any(String) },
  ],
])('answering with %o', async (shape, keyHeader, fieldHeader, blockKey) => {
  const party = await createRelyingParty({ ...shape, client: { scopes } })

  test('each layer says its algorithms, and the private key opens them', async () => {
    const answer = await readUserInfo(party, 'plain', 'openid myinfo.name')
    const { jwk, values } = await open(answer, party.made.privateKey)

    expect(decodeProtectedHeader(answer.key)).toEqual(keyHeader)
    for (const jwe of Object.values<string>(answer.data))
      expect(decodeProtectedHeader(jwe)).toMatchObject(fieldHeader)
    expect(jwk).toMatchObject(blockKey)
    expect(values['myinfo.name']).toBe('TAN FICTITIOUS')
  })

  test.each(Object.values(personas))('$id is delivered byte for byte', async ({ id, data }) => {
    const answer = await readUserInfo(party, id)
    if (id === 'openid-only' && !('dialect' in shape)) return expect(answer.data).toEqual({})

    const { values } = await open(answer, party.made.privateKey)

    for (const [scope, value] of Object.entries<string>(values))
      expect(value).toBe(data[scope] ?? 'NA')
  })
})

const party = await createRelyingParty()

test('only what was asked for is sent', async () => {
  const { data } = await readUserInfo(party, 'everything', 'openid myinfo.name')

  expect(Object.keys(data)).toEqual(['myinfo.name'])
})

test('MockPass also sends the NRIC that nobody asked for', async () => {
  const mockpass = await createRelyingParty({ dialect: 'mockpass' })

  const { data } = await readUserInfo(mockpass, 'plain', 'openid')

  expect(Object.keys(data)).toEqual(['myinfo.nric_number'])
})

test.each([
  ['only openid is asked for', 'plain', 'openid'],
  ['the person shares nothing', 'openid-only', 'openid myinfo.name'],
])('when %s there is a sub and nothing else', async (_when, persona, scope) => {
  const { access_token } = await party.tokens({ persona, scope })

  const body: unknown = await (await party.userInfo(access_token)).json()

  expect(body).toEqual({ sub: expect.stringMatching(/^u=/) })
})

test('every answer has a block key of its own', async () => {
  const { access_token } = await party.tokens()
  const answers = [await party.userInfo(access_token), await party.userInfo(access_token)]

  const keys = await Promise.all(
    answers.map(async (answer) => {
      const body: unknown = await answer.json()
      const { jwk } = await open(
        Object.assign({ sub: '', key: '', data: {} }, body),
        party.made.privateKey,
      )
      return jwk.k
    }),
  )

  expect(keys[0]).not.toBe(keys[1])
})

test.each([
  ['no header', {}],
  ['a made-up token', { Authorization: 'Bearer made-up' }],
  ['another scheme', { Authorization: 'Basic YTpi' }],
])('user info with %s is a 401 that says why', async (_what, headers) => {
  const response = await party.simulator.fetch(`${origin}/v2/oauth/userinfo`, { headers })

  expect(response.status).toBe(401)
  expect(response.headers.get('www-authenticate')).toMatch(/^Bearer error="invalid_token"/)
})

test('an access token lives for five minutes', async () => {
  let now = 1_000_000
  const aging = await createRelyingParty({ now: () => now })
  const { access_token } = await aging.tokens()

  now += 299_999
  expect((await aging.userInfo(access_token)).status).toBe(200)
  now += 1
  expect((await aging.userInfo(access_token)).status).toBe(401)
})
