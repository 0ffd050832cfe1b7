import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeClient, type SimulatorServer, serveSimulator } from './index.ts'

let server: SimulatorServer
beforeAll(async () => {
  const { client } = await makeClient()
  server = await serveSimulator({ clients: [client], port: 0 })
})
afterAll(() => server.close())

const endpoints = [
  ['/v2/oauth/authorize', 'GET, POST'],
  ['/v2/oauth/token', 'POST'],
  ['/v2/oauth/userinfo', 'GET'],
  ['/v2/.well-known/jwks.json', 'GET'],
  ['/v2/.well-known/openid-configuration', 'GET'],
] as const

describe.each(endpoints)('%s', (path, allow) => {
  test.each(['HEAD', 'OPTIONS', 'PUT'])(
    `answers %s with 405 and Allow: ${allow}`,
    async (method) => {
      const response = await fetch(server.origin + path, { method })

      expect(response.status).toBe(405)
      expect(response.headers.get('allow')).toBe(allow)
    },
  )

  test('is never cached and never shared with another origin', async () => {
    const headers = { Origin: 'https://web.example' }
    const response = await fetch(server.origin + path, { headers, redirect: 'manual' })

    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(response.headers.has('access-control-allow-origin')).toBe(false)
  })
})

test('the configuration names URLs that answer, under the issuer', async () => {
  const url = `${server.origin}/v2/.well-known/openid-configuration`
  const configuration: unknown = await (await fetch(url)).json()

  expect(configuration).toMatchObject({
    issuer: `${server.origin}/v2`,
    authorization_endpoint: `${server.origin}/v2/oauth/authorize`,
    token_endpoint: `${server.origin}/v2/oauth/token`,
    userinfo_endpoint: `${server.origin}/v2/oauth/userinfo`,
    jwks_uri: `${server.origin}/v2/.well-known/jwks.json`,
  })
})

test('a key set holds no private part of a key', async () => {
  const set = await (await fetch(`${server.origin}/v2/.well-known/jwks.json`)).text()

  expect(set).toMatch('"kty":"RSA"')
  expect(set).not.toMatch(/"(d|p|q|dp|dq|qi)":/)
})

test('a cut connection is a network error to whoever called', async () => {
  server.simulator.faults.set('jwks-reset', { times: 1 })
  const url = `${server.origin}/v2/.well-known/jwks.json`

  await expect(fetch(url)).rejects.toThrow('fetch failed')
  expect((await fetch(url)).status).toBe(200)
})

test('so it is to whoever has sent a whole body', async () => {
  server.simulator.faults.set('token-reset', { times: 1 })
  const body = new URLSearchParams({ code: 'any' })

  await expect(fetch(`${server.origin}/v2/oauth/token`, { method: 'POST', body })).rejects.toThrow(
    'fetch failed',
  )
})

test.each(['jwks-hang', 'jwks-stall'] as const)(
  '%s lasts until the caller gives up',
  async (fault) => {
    server.simulator.faults.set(fault, { times: 1 })
    const url = `${server.origin}/v2/.well-known/jwks.json`

    const answer = fetch(url, { signal: AbortSignal.timeout(100) }).then((response) =>
      response.text(),
    )

    await expect(answer).rejects.toThrow('aborted due to timeout')
  },
)

test('a slow answer comes after six seconds', async () => {
  server.simulator.faults.set('jwks-slow', { times: 1 })
  const start = performance.now()

  const response = await fetch(`${server.origin}/v2/.well-known/jwks.json`)

  expect(response.status).toBe(200)
  expect(performance.now() - start).toBeGreaterThan(5900)
}, 10_000)

test('a port that is taken is an error that says so', async () => {
  const port = Number(new URL(server.origin).port)

  await expect(serveSimulator({ clients: [], port })).rejects.toMatchObject({ code: 'EADDRINUSE' })
})

test('a closed simulator answers nothing, not even what it had begun', async () => {
  const closing = await serveSimulator({ clients: [], port: 0 })
  closing.simulator.faults.set('jwks-hang')
  const hanging = fetch(`${closing.origin}/v2/.well-known/jwks.json`)
  const outcome = expect(hanging).rejects.toThrow('fetch failed')
  await expect.poll(() => closing.simulator.log().length).toBe(1)

  await closing.close()

  await outcome
  await expect(fetch(closing.origin)).rejects.toThrow('fetch failed')
})
