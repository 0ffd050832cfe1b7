import { afterEach, expect, test, vi } from 'vitest'
import {
  callback,
  client,
  errorCode,
  location,
  openFrontDoor,
  origin,
  problem,
} from '../testing/front-door.ts'
import { createLimit } from './node-limit.ts'
import { network } from './rate-limit.ts'

afterEach(() => vi.useRealTimers())

const at = '198.51.100.9'
const open = (perMinute: number) => openFrontDoor(createLimit({ perMinute }))
type Door = Awaited<ReturnType<typeof openFrontDoor>>

const send = (
  door: Door,
  path: string,
  init: RequestInit = {},
  clientAddress: string | undefined = at,
) => door.app.fetch(new Request(origin + path, init), { clientAddress })
const call = { headers: { 'X-CSRF': '1' } }
/** The statuses of so many calls. */
async function statuses(door: Door, times: number, clientAddress?: string) {
  const all: number[] = []
  for (let i = 0; i < times; i++) {
    all.push((await send(door, '/auth/session', call, clientAddress)).status)
  }
  return all
}

test('an address over its limit is told for how long, and others are not (P26)', async () => {
  const door = await open(3)
  expect(await statuses(door, 3)).toEqual([200, 200, 200])
  const refused = await send(door, '/auth/session', call)
  const body = await problem(refused)

  expect(body).toMatchObject({ code: 'rate_limited', status: 429 })
  expect(body.retryAfter).toBeGreaterThan(50)
  expect(body.retryAfter).toBeLessThanOrEqual(60)
  expect(refused.headers.get('Retry-After')).toBe(String(body.retryAfter))
  expect(refused.headers.get('Cache-Control')).toBe('private, no-store')
  expect(await statuses(door, 1, '198.51.100.10')).toEqual([200])
})

test('a citizen over it comes to a page that explains, and can finish the login later', async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  const door = await open(2)
  const browser = door.newBrowser({
    fetch: (request) => door.app.fetch(request, { clientAddress: at }),
  })
  const out = await browser.visit('/auth/login?returnTo=/zh/profile')
  const back = await door.approve(out)
  await browser.call('/auth/session')

  const again = await browser.visit('/auth/login?returnTo=/zh/profile')
  expect(location(again)).toMatch(/^\/zh\/error\/rate_limited\?ref=/)
  expect(again.headers.get('Retry-After')).toBe('60')
  const arrived = await browser.arrive(back)
  expect([arrived.status, errorCode(arrived)]).toEqual([303, 'rate_limited'])
  expect([again, arrived].flatMap(({ headers }) => headers.getSetCookie())).toEqual([])
  expect(door.seen('/v2/oauth/token')).toEqual([])

  vi.setSystemTime(Date.now() + 60_000)
  expect(location(await browser.arrive(back))).toBe('/zh/profile')
})

test.each([
  ['a HEAD of', { method: 'HEAD' }],
  ['an image of', { headers: { 'Sec-Fetch-Mode': 'no-cors', 'Sec-Fetch-Dest': 'image' } }],
])('%s the login is no navigation: it is 429', async (_what, init) => {
  const door = await open(1)
  await send(door, '/auth/login', init)

  expect((await send(door, '/auth/login', init)).status).toBe(429)
})

test('what it refuses is not read, and leaves one line a minute without the address', async () => {
  const door = await open(1)
  await statuses(door, 1)
  const before = door.log.length
  const body = { ...call, method: 'POST', body: 'x'.repeat(17_000) }
  expect((await send(door, '/auth/logout', body)).status).toBe(429)
  await statuses(door, 5)

  const lines = door.log.slice(before)
  expect(lines.map(({ event }) => event)).toEqual(['limit.reached'])
  expect(JSON.stringify(lines)).not.toContain(at)
  expect(JSON.stringify(lines)).toContain('TRUSTED_PROXIES')
  door.clock.now += 60_000
  await statuses(door, 2)
  expect(door.log.slice(before)).toHaveLength(2)
})

test('routes of the agency, pages and who has no address are not limited', async () => {
  const door = await open(1)
  await statuses(door, 2)

  for (const path of ['/api/thing', '/', '/index.html']) {
    expect((await send(door, path)).status).toBe(404)
  }
  expect((await door.app.fetch(new Request(`${origin}/auth/session`, call))).status).toBe(200)
  expect((await door.app.fetch(new Request(`${origin}/auth/session`, call), {})).status).toBe(200)
})

test.each([callback, `${origin}/api/redirect`, `${origin}/back`])(
  'a callback at %s is counted, and counted once',
  async (uri) => {
    const door = await openFrontDoor({
      ...createLimit({ perMinute: 2 }),
      settings: { SGID_REDIRECT_URI: uri },
      simulator: { clients: [{ ...client, redirectUris: [uri] }] },
    })
    const path = new URL(uri).pathname
    const codes: unknown[] = []
    for (let i = 0; i < 3; i++) codes.push(errorCode(await send(door, path)))

    expect(codes).toEqual(['login_mismatch', 'login_mismatch', 'rate_limited'])
  },
)

test('one household’s IPv6 addresses are one, the next household’s another', async () => {
  const door = await open(2)
  expect(await statuses(door, 1, '2001:db8:0:1::1')).toEqual([200])
  expect(await statuses(door, 1, '2001:db8:0:1:ffff:ffff:ffff:ffff')).toEqual([200])
  expect(await statuses(door, 1, '2001:db8:0:1:5::')).toEqual([429])
  expect(await statuses(door, 1, '2001:db8:0:2::1')).toEqual([200])
})

test.each([
  ['192.0.2.1', '192.0.2.1'],
  ['2001:db8::1', '2001:db8:0:0'],
  ['2001:DB8:00A0::', '2001:db8:a0:0'],
  ['::1', '0:0:0:0'],
  ['1:2:3:4:5:6:7:8', '1:2:3:4'],
  ['1:2:3:4::', '1:2:3:4'],
  ['::4:5:6:7:8', '0:0:0:4'],
  ['::5:6:7:8:192.0.2.1', '0:0:5:6'],
  ['no address', 'no address'],
])('%s counts for %s', (address, counted) => {
  expect(network(address)).toBe(counted)
})

test('any number of addresses share one table of fixed size, which nobody outside can map (P26)', async () => {
  const seen: number[] = []
  const limit = async (bucket: number) => {
    seen.push(bucket)
    return undefined
  }
  const buckets = async (door: Door, app = door.app) => {
    seen.splice(0)
    for (let i = 0; i < 500; i++) {
      const clientAddress = `10.0.${i >> 8}.${i & 255}`
      await app.fetch(new Request(`${origin}/auth/session`, call), { clientAddress })
    }
    return [...seen]
  }
  const door = await openFrontDoor({ limit })
  const one = await buckets(door)
  const secret = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32))))

  for (const bucket of one) expect(bucket).toBe(Math.min(Math.max(0, bucket & 0xffff), 65_535))
  expect(new Set(one).size).toBeGreaterThan(450)
  expect(await buckets(door, await door.instance())).toEqual(one)
  expect(await buckets(door, await door.instance({ SESSION_SECRET: secret }))).not.toEqual(one)
})
