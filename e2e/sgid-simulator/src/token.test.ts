import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose'
import { expect, test } from 'vitest'
import { createSimulator, makeClient } from './index.ts'
import {
  createRelyingParty,
  origin,
  pkcePair,
  published,
  relyingPartyOf,
} from './testing/relying-party.ts'

const party = await createRelyingParty()

async function refusal(response: Response) {
  const body: unknown = await response.json()
  return [response.status, typeof body === 'object' && body && 'error' in body ? body.error : body]
}

test('a code is exchanged for two tokens and nothing else', async () => {
  const response = await party.exchange(await party.code())

  expect(response.status).toBe(200)
  expect(response.headers.get('cache-control')).toBe('no-store')
  expect(Object.keys((await response.json()) ?? {})).toEqual(['access_token', 'id_token'])
})

test('an ID token is for this client and this login, and its signature holds', async () => {
  const now = 1_800_000_000_000
  const dated = await createRelyingParty({ now: () => now })
  const { id_token } = await dated.tokens({ nonce: 'the-nonce' })
  const keys = await (await dated.simulator.fetch(`${origin}/v2/.well-known/jwks.json`)).json()
  const readKeys = createLocalJWKSet(Object.assign({ keys: [] }, keys))

  const currentDate = new Date(now)
  const { payload, protectedHeader } = await jwtVerify(id_token, readKeys, { currentDate })

  expect(protectedHeader).toEqual({ alg: 'RS256', kid: expect.any(String), typ: 'JWT' })
  expect(payload).toEqual({
    iss: `${origin}/v2`,
    sub: expect.stringMatching(/^u=[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
    aud: dated.made.client.clientId,
    iat: 1_800_000_000,
    exp: 1_800_000_300,
    nonce: 'the-nonce',
  })
})

test('an ID token has no nonce when none was sent', async () => {
  const { id_token } = await party.tokens({ nonce: undefined })

  expect(decodeJwt(id_token)).not.toHaveProperty('nonce')
})

test.each([43, 128])('a code verifier of %i characters is accepted', async (length) => {
  const { verifier, challenge } = pkcePair(length)
  const code = await party.code({ code_challenge: challenge })

  expect((await party.exchange(code, { code_verifier: verifier })).status).toBe(200)
})

test.each([
  ['a wrong secret', { client_secret: 'wrong' }, [401, 'invalid_client']],
  ['an unknown client', { client_id: 'NOBODY' }, [401, 'invalid_client']],
  ['no secret', { client_secret: undefined }, [400, 'invalid_request']],
  ['no verifier', { code_verifier: undefined }, [400, 'invalid_request']],
  ['an empty verifier', { code_verifier: '' }, [400, 'invalid_request']],
  ['another verifier', { code_verifier: pkcePair(43).verifier }, [400, 'invalid_grant']],
  ['the challenge as verifier', { code_verifier: published.challenge }, [400, 'invalid_grant']],
  ['no redirect URI', { redirect_uri: undefined }, [400, 'invalid_request']],
  ['another redirect URI', { redirect_uri: 'http://localhost:3000/' }, [400, 'invalid_grant']],
  ['another grant type', { grant_type: 'refresh_token' }, [400, 'unsupported_grant_type']],
  ['no code', { code: undefined }, [400, 'invalid_request']],
  ['a made-up code', { code: 'made-up' }, [400, 'invalid_grant']],
])('a token request with %s is refused', async (_what, changes, expected) => {
  const response = await party.exchange(await party.code(), changes)

  expect(await refusal(response)).toEqual(expected)
})

test.each([42, 129])('a verifier of %i characters is refused though it matches', async (length) => {
  const { verifier, challenge } = pkcePair(length)
  const code = await party.code({ code_challenge: challenge })

  const response = await party.exchange(code, { code_verifier: verifier })

  expect(await refusal(response)).toEqual([400, 'invalid_grant'])
})

test('a wrong verifier spends the code', async () => {
  const code = await party.code()

  await party.exchange(code, { code_verifier: pkcePair(43).verifier })

  expect(await refusal(await party.exchange(code))).toEqual([400, 'invalid_grant'])
})

test('a client that authenticates with a header is refused, even with the right secret', async () => {
  const { clientId, clientSecret } = party.made.client
  const basic = `Basic ${btoa(`${clientId}:${clientSecret}`)}`

  const response = await party.exchange(await party.code(), {}, { Authorization: basic })

  expect(await refusal(response)).toEqual([401, 'invalid_client'])
})

const formType = 'application/x-www-form-urlencoded'

test.each([
  ['a body of another type', { 'Content-Type': 'text/plain' }, '', '', 'body is not'],
  ['a body without a type', {}, '', '', 'body is not'],
  ['a parameter in the URL', { 'Content-Type': formType }, '?a=b', '', 'not in the URL'],
  ['two secrets', { 'Content-Type': formType }, '', '&client_secret=a', 'more than once'],
])('a token request with %s is refused', async (_what, headers, query, more, reason) => {
  const body = new TextEncoder().encode(party.tokenRequest(await party.code()).toString() + more)

  const url = `${origin}/v2/oauth/token${query}`
  const response = await party.simulator.fetch(url, { method: 'POST', headers, body })

  expect(await refusal(response)).toEqual([400, 'invalid_request'])
  expect(party.simulator.log().at(-1)?.refused).toMatch(reason)
})

test('a token request may say its character set, write spaces either way, and add parameters', async () => {
  const form = party.tokenRequest(await party.code(), { unknown: 'a b' }).toString()
  const headers = { 'Content-Type': `${formType}; charset=UTF-8` }

  const body = `unknown2=a%20b&${form}`
  const response = await party.simulator.fetch(`${origin}/v2/oauth/token`, {
    method: 'POST',
    headers,
    body,
  })

  expect(response.status).toBe(200)
})

test('a code used twice is refused and takes its access token with it', async () => {
  const { code, access_token } = await party.tokens()
  expect((await party.userInfo(access_token)).status).toBe(200)

  expect(await refusal(await party.exchange(code))).toEqual([400, 'invalid_grant'])

  expect((await party.userInfo(access_token)).status).toBe(401)
})

test('a code lives for 60 seconds', async () => {
  let now = 1_000_000
  const aging = await createRelyingParty({ now: () => now })
  const [early, late] = [await aging.code(), await aging.code()]

  now += 59_999
  expect((await aging.exchange(early)).status).toBe(200)
  now += 1
  expect(await refusal(await aging.exchange(late))).toEqual([400, 'invalid_grant'])
})

test("another client's code is refused, and spoils nothing for the client it was issued to", async () => {
  const [ours, theirs] = [await makeClient(), await makeClient({ clientId: 'OTHER-CLIENT' })]
  const simulator = await createSimulator({ origin, clients: [ours.client, theirs.client] })
  const [our, their] = [relyingPartyOf(simulator, ours), relyingPartyOf(simulator, theirs)]
  const code = await our.code()

  expect(await refusal(await their.exchange(code))).toEqual([400, 'invalid_grant'])
  const tokens: unknown = await (await our.exchange(code)).json()
  expect(await refusal(await their.exchange(code))).toEqual([400, 'invalid_grant'])

  const { access_token } = Object.assign({ access_token: '' }, tokens)
  expect((await our.userInfo(access_token)).status).toBe(200)
})

test('a person is somebody else to every client, and the same after a restart', async () => {
  const clients = [await makeClient(), await makeClient({ clientId: 'OTHER-CLIENT' })]
  const subjects = async () => {
    const simulator = await createSimulator({
      origin,
      clients: clients.map(({ client }) => client),
    })
    return Promise.all(
      clients.map(async (made) => {
        const { id_token } = await relyingPartyOf(simulator, made).tokens()
        return decodeJwt(id_token).sub
      }),
    )
  }

  const [one, other] = await subjects()

  expect(one).not.toBe(other)
  expect(await subjects()).toEqual([one, other])
})

test('after a rotation new tokens name a new key, and both keys are published', async () => {
  const rotating = await createRelyingParty()
  const before = decodeProtectedHeader((await rotating.tokens()).id_token).kid
  await rotating.simulator.rotateKeys()
  const after = decodeProtectedHeader((await rotating.tokens()).id_token).kid

  const set = await (await rotating.simulator.fetch(`${origin}/v2/.well-known/jwks.json`)).json()

  expect(after).not.toBe(before)
  expect(set).toMatchObject({
    keys: [
      { kid: after, use: 'sig' },
      { kid: before, use: 'sig' },
    ],
  })
})

test('in the dialect of MockPass the tokens have what MockPass adds', async () => {
  const mockpass = await createRelyingParty({ dialect: 'mockpass' })

  const response = await mockpass.exchange(await mockpass.code())
  const body: unknown = await response.json()

  expect(body).toMatchObject({
    refresh_token: expect.any(String),
    expires_in: 86_400,
    scope: 'openid myinfo.name myinfo.registered_address',
    token_type: 'Bearer',
  })
  const { id_token } = Object.assign({ id_token: '' }, body)
  const { iat = 0, exp, amr, at_hash, rt_hash } = decodeJwt(id_token)
  expect({ exp, amr }).toEqual({ exp: iat + 86_400, amr: ['pwd'] })
  expect([at_hash, rt_hash]).toEqual([expect.any(String), expect.any(String)])
})
