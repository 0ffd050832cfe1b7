import { beforeEach, expect, test } from 'vitest'
import { faultNames } from './index.ts'
import { createRelyingParty, origin } from './testing/relying-party.ts'

const party = await createRelyingParty()
const { simulator } = party

beforeEach(() => {
  simulator.faults.clear()
  simulator.clearLog()
})

function call(
  method: string,
  path: string,
  body?: string | URLSearchParams,
  headers: Record<string, string> = {},
) {
  return simulator.fetch(origin + path, {
    method,
    headers,
    ...(body === undefined ? {} : { body }),
  })
}

async function tokenStatus(): Promise<number> {
  return (await party.exchange(await party.code())).status
}

test('a fault that is switched on without a number stays until it is switched off', async () => {
  await call('PUT', '/_simulator/faults/token-500')
  expect([await tokenStatus(), await tokenStatus()]).toEqual([500, 500])

  expect((await call('DELETE', '/_simulator/faults/token-500')).status).toBe(204)
  expect(await tokenStatus()).toBe(200)
})

test('a fault that is switched on for two requests spoils two', async () => {
  await call('PUT', '/_simulator/faults/token-500', '{"times":2}')

  expect(simulator.faults.active()).toEqual([{ name: 'token-500', times: 2 }])
  expect([await tokenStatus(), await tokenStatus(), await tokenStatus()]).toEqual([500, 500, 200])
})

test('a request that a fault does not concern does not count', async () => {
  simulator.faults.set('userinfo-500', { times: 1 })

  expect(await tokenStatus()).toBe(200)

  expect(simulator.faults.active()).toEqual([{ name: 'userinfo-500', times: 1 }])
})

test('faults of one answer add up', async () => {
  simulator.faults.set('id-token-no-iat')
  simulator.faults.set('id-token-no-exp')

  const { id_token } = await party.tokens()

  const claims = JSON.parse(Buffer.from(id_token.split('.')[1] ?? '', 'base64url').toString())
  expect(Object.keys(claims)).toEqual(['iss', 'sub', 'aud', 'nonce'])
})

test('the list tells every fault with a line about it, and which are on', async () => {
  await call('PUT', '/_simulator/faults/jwks-empty')

  const list: unknown = await (await call('GET', '/_simulator/faults')).json()

  expect(list).toMatchObject({
    active: [{ name: 'jwks-empty', times: null }],
    faults: faultNames.map((name) => ({ name, about: expect.stringMatching(/^\S.{8,}/) })),
  })
  expect((await call('DELETE', '/_simulator/faults')).status).toBe(204)
  expect(simulator.faults.active()).toEqual([])
})

test.each(['PUT', 'DELETE'])(
  '%s of an unknown fault is a 404 that says where the list is',
  async (method) => {
    const response = await call(method, '/_simulator/faults/token-explodes')

    expect(response.status).toBe(404)
    expect(await response.text()).toMatch('GET /_simulator/faults')
  },
)

test.each(['{"times":0}', '{"times":1.5}', '{"times":"2"}', 'once', 'null', '[]x'])(
  'a fault is not switched on with the body %s',
  async (body) => {
    expect((await call('PUT', '/_simulator/faults/token-500', body)).status).toBe(400)
    expect(simulator.faults.active()).toEqual([])
  },
)

test('the log holds what a relying party sent, in its order, and why it was refused', async () => {
  await party.exchange(await party.code(), { client_secret: 'wrong' })

  const { log }: { log: unknown[] } = Object.assign(
    { log: [] },
    await (await call('GET', '/_simulator/log')).json(),
  )

  expect(log).toMatchObject([
    { method: 'GET', path: '/v2/oauth/authorize', status: 200, query: { state: 'state-1' } },
    { method: 'POST', path: '/v2/oauth/authorize', status: 303, client: 'SIMULATOR-CLIENT' },
    {
      path: '/v2/oauth/token',
      status: 401,
      form: { client_secret: 'wrong', grant_type: 'authorization_code' },
      headers: { 'content-type': expect.stringMatching('x-www-form-urlencoded') },
      refused: 'invalid_client: client_id or client_secret is wrong',
    },
  ])
  await call('DELETE', '/_simulator/log')
  expect(simulator.log()).toEqual([])
})

test('the log keeps a thousand requests', async () => {
  for (let i = 0; i < 1001; i++) await call('GET', `/v2/oauth/userinfo?i=${i}`)

  expect(simulator.log().length).toBe(1000)
  expect(simulator.log().at(-1)?.query).toEqual({ i: '1000' })
})

test('keys rotate over HTTP', async () => {
  const kid = async () =>
    (await (await call('GET', '/v2/.well-known/jwks.json')).text()).slice(0, 80)
  const before = await kid()

  expect((await call('POST', '/_simulator/rotate-keys')).status).toBe(204)

  expect(await kid()).not.toBe(before)
})

test("the control page's buttons switch faults, and lead back to the page", async () => {
  const press = (button: Record<string, string>) =>
    call('POST', '/_simulator/form', new URLSearchParams(button))

  const response = await press({ on: 'token-500' })
  await press({ once: 'jwks-html' })
  const page = await (await call('GET', '/')).text()

  expect(response.status).toBe(303)
  expect(response.headers.get('location')).toBe('/')
  expect(simulator.faults.active()).toEqual([
    { name: 'token-500', times: null },
    { name: 'jwks-html', times: 1 },
  ])
  expect(page).toMatch('2 on')
  await press({ off: 'token-500' })
  expect(simulator.faults.active()).toEqual([{ name: 'jwks-html', times: 1 }])
  await press({ clear: 'faults' })
  expect(simulator.faults.active()).toEqual([])
})

test.each([
  [{ 'Sec-Fetch-Site': 'cross-site' }],
  [{ 'Sec-Fetch-Site': 'same-site' }],
  [{ Origin: 'https://evil.example' }],
  [{ Origin: 'null' }],
])('a browser that comes with %o switches nothing', async (headers) => {
  const response = await call('PUT', '/_simulator/faults/token-500', undefined, headers)

  expect(response.status).toBe(403)
  expect(simulator.faults.active()).toEqual([])
})

test.each(['/', '/_simulator/faults', '/_simulator/log'])(
  '%s answers to localhost only',
  async (path) => {
    expect((await simulator.fetch(`http://rebound.example:5157${path}`)).status).toBe(403)
    expect((await simulator.fetch(`http://localhost:5157${path}`)).status).toBe(200)
  },
)
