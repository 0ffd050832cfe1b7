import { execFileSync } from 'node:child_process'
import type { Server } from 'node:http'
import { calculateJwkThumbprint, decodeJwt } from 'jose'
import { personas } from 'sgid-simulator'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as z from 'zod'
import { close, listen } from '../http/node-server.ts'
import { createNodeFetch } from '../provider/node-fetch.ts'
import { type FrontDoor, openFrontDoor, origin, problem, signIn } from '../testing/front-door.ts'
import { startUpstream } from '../testing/upstream.ts'
import { createApi } from './api.ts'
import { upstreamKeysPath, upstreamParty } from './upstream.ts'

const newKey = () =>
  execFileSync('openssl', ['genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  })
const [first, second, third] = [newKey(), newKey(), newKey()]
const audience = 'https://grants.agency.test'

type App = FrontDoor['app']
/** The instance that the network sees, at an address of its own. */
const bff: { server?: Server; app?: App } = {}
const upstream: { stop?: () => Promise<void>; origin: string } = { origin: '' }

beforeAll(async () => {
  const fetch = (request: Request) => bff.app?.fetch(request) ?? new Response(null, { status: 500 })
  bff.server = await listen(fetch, { setting: 'PORT', host: '127.0.0.1', port: 0 })
  const { port } = z.object({ port: z.number() }).parse(bff.server.address())
  const keySet = `http://127.0.0.1:${port}${upstreamKeysPath}`
  Object.assign(upstream, await startUpstream(keySet, origin, audience))
})
afterAll(async () => {
  await upstream.stop?.()
  if (bff.server) await close(bff.server, 0)
})

const settings = () => ({
  UPSTREAM_URL: upstream.origin,
  UPSTREAM_PATHS: '/v1/* /v2/exact',
  UPSTREAM_AUDIENCE: audience,
  UPSTREAM_CLAIMS: 'myinfo.name myinfo.nric_number',
  UPSTREAM_PRIVATE_KEY: first,
})

async function open(changed: Record<string, string> = {}) {
  const door = await openFrontDoor({
    settings: { ...settings(), ...changed },
    upstream: createNodeFetch(upstream.origin, upstreamParty),
  })
  bff.app = door.app
  const { browser } = await signIn(door, { persona: 'everything' })
  return { door, browser }
}

const Seen = z.object({
  method: z.string(),
  url: z.string(),
  headers: z.record(z.string(), z.string()),
  body: z.string(),
  payload: z.record(z.string(), z.unknown()),
  protectedHeader: z.record(z.string(), z.string()),
})
const seen = async (answer: Response) => Seen.parse(await answer.json())
const asked = async (path: string): Promise<number> =>
  z.record(z.string(), z.number()).parse(await (await fetch(`${upstream.origin}/asked`)).json())[
    path
  ] ?? 0

describe('an existing service behind the login', () => {
  test('is told by a token of a minute who the person is, and checks it by the published keys', async () => {
    const { door, browser } = await open()
    const { sub } = z
      .object({ sub: z.string() })
      .parse(await (await browser.call('/auth/userinfo')).json())
    const { payload, protectedHeader } = await seen(await browser.call('/api/v1/echo'))
    const { data } = personas.everything
    const now = Math.floor(door.clock.now / 1000)

    expect(payload).toEqual({
      iss: origin,
      aud: audience,
      sub,
      'myinfo.name': data['myinfo.name'],
      'myinfo.nric_number': data['myinfo.nric_number'],
      iat: now,
      exp: now + 60,
      jti: expect.stringMatching(/^[\w-]{22}$/),
    })
    expect(protectedHeader).toEqual({ alg: 'ES256', typ: 'JWT', kid: expect.any(String) })
    const again = await seen(await browser.call('/api/v1/echo'))
    expect(again.payload['jti']).not.toBe(payload['jti'])
  })

  test('gets the method, the path, the query and the body as they are', async () => {
    const { browser } = await open()
    const body = '{"address":"1 Ärger Rd", "n":1.0}'
    const headers = { 'Content-Type': 'application/json', 'Idempotency-Key': 'abc' }
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      const answer = await browser.call('/api/v1/created?a=1&b=%2F&a=2', { method, body, headers })
      expect(answer.status).toBe(201)
      expect(await seen(answer)).toMatchObject({
        method,
        url: '/v1/created?a=1&b=%2F&a=2',
        body,
        headers: { 'content-type': 'application/json', 'idempotency-key': 'abc' },
      })
    }
  })

  test('gets no cookie, no token of the client, and no header that is not on the list (P10)', async () => {
    const { browser } = await open()
    const { headers } = await seen(
      await browser.call('/api/v1/echo', {
        headers: {
          Authorization: 'Bearer mine',
          'X-Forwarded-For': '1.2.3.4',
          'X-Hop': '1',
          TE: 'trailers',
          Forwarded: 'for=1.2.3.4',
          'Accept-Language': 'ta',
        },
      }),
    )

    expect(Object.keys(headers).toSorted()).toEqual([
      'accept',
      'accept-encoding',
      'accept-language',
      'authorization',
      'connection',
      'host',
      'x-request-id',
    ])
    expect(headers['host']).toBe(new URL(upstream.origin).host)
    expect(headers['authorization']).toMatch(/^Bearer ey/)
  })

  test('plants no cookie, gives no grant and is never cached (P21)', async () => {
    const { browser } = await open()
    const answer = await browser.call('/api/v1/headers')

    expect(answer.status).toBe(200)
    expect(answer.headers.getSetCookie()).toEqual([])
    expect(answer.headers.get('Cache-Control')).toBe('private, no-store')
    for (const name of [
      'ETag',
      'Access-Control-Allow-Origin',
      'Clear-Site-Data',
      'Server',
      'Trailer',
    ]) {
      expect(answer.headers.has(name)).toBe(false)
    }
  })

  test('has its refusals told as they are, and its empty answers', async () => {
    const { browser } = await open()
    const refused = await browser.call('/api/v1/refused')

    expect([refused.status, refused.headers.get('Content-Type'), await refused.json()]).toEqual([
      409,
      'application/problem+json',
      { title: 'Taken' },
    ])
    expect((await browser.call('/api/v1/empty', { method: 'DELETE' })).status).toBe(204)
  })

  test('is asked by nobody without a session or from another site (P19)', async () => {
    const { door, browser } = await open()
    const before = await asked('/v1/echo')
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']) {
      expect((await door.newBrowser().call('/api/v1/echo', { method })).status).toBe(401)
      const headers = { 'X-CSRF': '1', 'Sec-Fetch-Site': 'cross-site' }
      expect((await browser.request('/api/v1/echo', { method, headers })).status).toBe(403)
    }
    expect(await asked('/v1/echo')).toBe(before)
  })
})

describe('a path', () => {
  test.each([
    ['/v2/exact/more', 'below one that is exact'],
    ['/v2', 'above one that is allowed'],
    ['/asked', 'that is not on the list'],
    ['/v1/a%2Fb', 'with a slash that is encoded'],
    ['/v1/%2e%2e%2fasked', 'with dots that are encoded'],
    ['/v1/a%5C..%5Casked', 'with a backslash that is encoded'],
    ['/v1/a%00b', 'with a zero'],
    ['/v1/a%20b', 'with a space'],
    ['/v1/a;b=1', 'with a parameter'],
    ['/v1//asked', 'with an empty segment'],
    ['/v1/../asked', 'that goes up'],
  ])('%s is not passed on: one %s (P10)', async (path) => {
    const { browser } = await open()
    const answer = await browser.call(`/api${path}`)

    expect([answer.status, (await problem(answer)).code]).toEqual([404, 'not_found'])
  })

  test('of an own route stays one, and the upstream does not see it', async () => {
    const door = await openFrontDoor({
      settings: { ...settings(), UPSTREAM_PATHS: '/*' },
      apis: [createApi([], (api) => api.get('/v1/echo', (c) => c.text('own')))],
    })
    const { browser } = await signIn(door)

    expect(await (await browser.call('/api/v1/echo')).text()).toBe('own')
  })
})

describe('an answer', () => {
  test.each([
    ['/v1/redirect', 502, 'upstream_bad_response', 'that sends us to another path'],
    ['/v1/elsewhere', 502, 'upstream_bad_response', 'that sends us to another host'],
    ['/v1/html', 502, 'upstream_bad_response', 'in HTML'],
    ['/v1/untyped', 502, 'upstream_bad_response', 'of no type'],
    ['/v1/packed', 502, 'upstream_bad_response', 'in an encoding'],
    ['/v1/latin1', 502, 'upstream_bad_response', 'that is not UTF-8'],
    ['/v1/huge', 502, 'upstream_bad_response', 'of more than a mebibyte'],
    ['/v1/failed', 503, 'upstream_unavailable', 'that it has failed'],
    ['/v1/busy', 503, 'upstream_unavailable', 'that it is busy'],
    ['/v1/reset', 503, 'upstream_unavailable', 'that is reset'],
    ['/v1/torn', 503, 'upstream_unavailable', 'that ends in the middle'],
    ['/v1/never', 503, 'upstream_unavailable', 'that never comes'],
    ['/v1/drops', 503, 'upstream_unavailable', 'that never ends'],
  ])('of %s is %i %s: one %s (P10)', async (path, status, code) => {
    const endless = /never|drops/.test(path)
    const { door, browser } = await open(endless ? { UPSTREAM_TIMEOUT_SECONDS: '1' } : {})
    const before = await asked(path)
    const answer = await browser.call(`/api${path}`, { method: 'POST' })
    const text = await answer.clone().text()

    expect([answer.status, (await problem(answer)).code]).toEqual([status, code])
    expect(answer.headers.get('Retry-After')).toBe(status === 503 ? '5' : null)
    expect(answer.headers.has('Location')).toBe(false)
    expect(text).not.toContain('SECRET')
    expect(await asked(path)).toBe(before + 1)
    expect(door.log.at(-1)).toMatchObject({
      event: status === 503 ? 'request.refused' : 'request.failed',
      fields: { code, reason: expect.stringContaining('upstream') },
    })
  })

  test('of a service that is down is 503, and the session goes on', async () => {
    const { browser } = await open({ UPSTREAM_URL: 'http://127.0.0.1:9' })
    const down = await openFrontDoor({
      settings: { ...settings(), UPSTREAM_URL: 'http://127.0.0.1:9' },
      upstream: createNodeFetch('http://127.0.0.1:9', upstreamParty),
    })
    const { browser: person } = await signIn(down)

    expect((await problem(await person.call('/api/v1/echo'))).code).toBe('upstream_unavailable')
    expect((await person.call('/auth/userinfo')).status).toBe(200)
    // An address that the entry did not open: the request is not sent, whatever the setting says.
    expect((await problem(await browser.call('/api/v1/echo'))).code).toBe('upstream_unavailable')
  })
})

describe('a body for the upstream', () => {
  test.each([
    ['of a form', 'a=1', 'application/x-www-form-urlencoded', 422, 'invalid_input'],
    ['of plain text', '{}', 'text/plain', 422, 'invalid_input'],
    ['over 16 KiB', `"${'x'.repeat(17_000)}"`, 'application/json', 413, 'too_large'],
  ])('%s stays here (P25)', async (_what, body, type, status, code) => {
    const { browser } = await open()
    const before = await asked('/v1/echo')
    const headers = { 'Content-Type': type }
    const answer = await browser.call('/api/v1/echo', { method: 'POST', body, headers })

    expect([answer.status, (await problem(answer)).code]).toEqual([status, code])
    expect(await asked('/v1/echo')).toBe(before)
  })
})

describe('the keys', () => {
  const published = async (app: App) => {
    const answer = await app.fetch(new Request(origin + upstreamKeysPath))
    return z.object({ keys: z.array(z.record(z.string(), z.string())) }).parse(await answer.json())
      .keys
  }

  test('are published to anybody, and nothing private of them', async () => {
    const { door } = await open({ UPSTREAM_PRIVATE_KEY: first + second })
    const keys = await published(door.app)

    expect(keys).toHaveLength(2)
    for (const key of keys) {
      expect(Object.keys(key).toSorted()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y'])
      expect(key['kid']).toBe(await calculateJwkThumbprint(key))
    }
    expect(
      (await door.app.fetch(new Request(origin + upstreamKeysPath, { method: 'POST' }))).status,
    ).toBe(405)
  })

  test('are nowhere without an upstream', async () => {
    const door = await openFrontDoor()

    expect((await door.app.fetch(new Request(origin + upstreamKeysPath))).status).toBe(404)
  })

  test('rotate: the first signs, all are good until they are gone', async () => {
    const { door, browser } = await open()
    const kid = async (app: App) => {
      const answer = await door
        .newBrowser(app)
        .call('/api/v1/echo', { headers: { Cookie: cookieOf(browser) } })
      return answer.status === 200 ? (await seen(answer)).protectedHeader['kid'] : answer.status
    }
    const kids = async (app: App) => (await published(app)).map((key) => key['kid'])
    const old = door.app
    const [oldKid] = await kids(old)
    expect(await kid(old)).toBe(oldKid)

    const both = await door.instance({ UPSTREAM_PRIVATE_KEY: second + first })
    bff.app = both
    const [newKid, keptKid] = await kids(both)
    expect(keptKid).toBe(oldKid)
    expect(await kid(both)).toBe(newKid)
    expect(newKid).not.toBe(oldKid)
    expect(await kid(old)).toBe(oldKid)

    bff.app = await door.instance({ UPSTREAM_PRIVATE_KEY: third })
    // jose asks again for a key that it does not know, and keeps the set that it is given then.
    expect(await kid(bff.app)).not.toBe(newKid)
    expect(await kid(old)).toBe(502)
  })
})

test('a token is not good for another service, and not after a minute (P10)', async () => {
  const tokens: string[] = []
  const door = await openFrontDoor({
    settings: { ...settings(), UPSTREAM_AUDIENCE: 'https://other.test' },
    upstream: async (url, init) => {
      tokens.push(new Headers(init.headers).get('Authorization')?.slice(7) ?? '')
      return createNodeFetch(upstream.origin, upstreamParty)(url, init)
    },
  })
  bff.app = door.app
  const { browser } = await signIn(door)

  expect((await problem(await browser.call('/api/v1/echo'))).code).toBe('upstream_bad_response')
  const { exp = 0, iat = 0, aud } = decodeJwt(tokens[0] ?? '')
  expect([exp - iat, aud]).toEqual([60, 'https://other.test'])
})

function cookieOf({ cookies }: { cookies: Map<string, { value: string }> }): string {
  return [...cookies].map(([name, { value }]) => `${name}=${value}`).join('; ')
}
