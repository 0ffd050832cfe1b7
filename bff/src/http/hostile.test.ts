import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { errorCode, openFrontDoor, signIn } from '../testing/front-door.ts'
import { exchange, portOf, type RawAnswer } from '../testing/raw.ts'
import { close, listen } from './node-server.ts'

const door = await openFrontDoor()
const server = await listen((request) => door.app.fetch(request), {
  setting: 'PORT',
  host: '127.0.0.1',
  port: 0,
})
afterAll(() => close(server, 0))
const port = portOf(server)

const { browser, back } = await signIn(door)
const cookie = [...browser.cookies].map(([name, { value }]) => `${name}=${value}`).join('; ')
const host = 'Host: login.test'
const end = 'Connection: close\r\n\r\n'

/** A request of a signed-in person's own page, but for what is hostile in it. */
const own = (line: string, more = host) =>
  exchange(
    port,
    `${line} HTTP/1.1\r\n${more}\r\nCookie: ${cookie}\r\nX-CSRF: 1\r\nSec-Fetch-Site: same-origin\r\n${end}`,
  )

/** What an attack may not move. */
const world = () => ({
  stored: [...door.stored].map(([key, value]) => [key, value.join()]),
  sgid: door.simulator.log().length,
  bugs: door.log.filter(({ event }) => event === 'request.failed'),
})

const dynamic = {
  'cache-control': 'private, no-store',
  'cdn-cache-control': 'no-store',
  'surrogate-control': 'no-store',
  'x-accel-expires': '0',
  vary: 'Cookie',
  'x-content-type-options': 'nosniff',
}

function expectRefused(answer: RawAnswer): void {
  const headers = Object.fromEntries(answer.headers)
  expect(headers).toMatchObject(dynamic)
  expect(headers).not.toHaveProperty('set-cookie')
  // Node, Hono and their versions are nobody's business.
  expect(`${JSON.stringify(headers)}${answer.rest}`).not.toMatch(/\bnode|\bhono|\.js:\d/i)
}

describe('a request that could be read in two ways is refused and changes nothing (P6, P35)', () => {
  test.each([
    ['a dot segment', 'GET /assets/../auth/userinfo'],
    ['an encoded dot segment', 'GET /assets/%2e%2E/auth/userinfo'],
    ['a dot segment at the end', 'GET /auth/userinfo/x/..'],
    ['a dot segment of one dot', 'GET /auth/./userinfo'],
    ['an empty segment in front', 'GET //auth/userinfo'],
    ['an empty segment within', 'GET /auth//userinfo'],
    ['a backslash', 'GET /auth\\userinfo'],
    ['a fragment', 'GET /auth/userinfo#.css'],
    ['a letter encoded for no reason', 'GET /%61uth/userinfo'],
    ['a digit encoded for no reason', 'GET /auth/userinfo%31'],
    ['a dot segment in an absolute address', 'GET http://login.test/x/../auth/userinfo'],
    ['a user name in an absolute address', 'GET https://u:p@login.test/auth/userinfo'],
    ['another scheme', 'GET ftp://login.test/auth/userinfo'],
    ['no path at all', 'OPTIONS *'],
    ['an authority for a path', 'GET @login.test/auth/userinfo'],
    ['a byte that is no ASCII', 'GET \xe9'],
    ['a made-up method', 'STEAL /auth/userinfo'],
    ['a method in lower case', 'get /auth/userinfo'],
    ['no version', 'GET /auth/userinfo\r\n\r\nGET /auth/userinfo'],
  ])('%s: %j is 400', async (_what, line) => {
    const before = world()
    const answer = await own(line)

    expect(answer.status).toBe(400)
    expectRefused(answer)
    expect(world()).toEqual(before)
  })

  test.each([
    ['two Hosts', `${host}\r\nHost: evil.test`],
    ['the same Host twice', `${host}\r\n${host}`],
    ['no Host', 'X: y'],
    ['an empty Host', 'Host:'],
    ['a Host with a path', 'Host: login.test/x'],
    ['a Host with a user', 'Host: x@login.test'],
    ['a Host of two words', 'Host: a b'],
    ['a Host with no port of this world', 'Host: login.test:99999'],
    ['a length and chunks', `${host}\r\nContent-Length: 5\r\nTransfer-Encoding: chunked`],
    ['two lengths', `${host}\r\nContent-Length: 0\r\nContent-Length: 5`],
    ['a negative length', `${host}\r\nContent-Length: -1`],
    ['a length in words', `${host}\r\nContent-Length: 0x5`],
    ['a body until the end of time', `${host}\r\nTransfer-Encoding: gzip`],
    ['chunks that are not the last coding', `${host}\r\nTransfer-Encoding: chunked, gzip`],
    ['chunks in another coding', `${host}\r\nTransfer-Encoding: gzip, chunked`],
    ['chunks by another spelling', `${host}\r\nTransfer-Encoding: xchunked`],
    ['a folded line', `${host}\r\nX: a\r\n b`],
    ['a bare LF', `${host}\nX: y`],
    ['a bare CR', `${host}\r\nX: a\rX: y`],
    ['a NUL', `${host}\r\nX: \0`],
    ['a blank before the colon', `${host}\r\nContent-Length : 0`],
    ['a name that is no ASCII', `${host}\r\nX-\xe9: y`],
    ['no colon', `${host}\r\nX`],
  ])('%s is 400', async (_what, more) => {
    const before = world()
    const answer = await own('POST /auth/logout', more)

    expect(answer.status).toBe(400)
    expectRefused(answer)
    expect(world()).toEqual(before)
  })

  test('and nothing that was sent along with it is carried out', async () => {
    const before = world()
    const logout = `POST /auth/logout HTTP/1.1\r\n${host}\r\nCookie: ${cookie}\r\nX-CSRF: 1\r\nSec-Fetch-Site: same-origin\r\nContent-Length: 0\r\n`
    const answer = await exchange(port, `GET //x HTTP/1.1\r\n${host}\r\n\r\n${logout}${end}`)

    expect(answer.status).toBe(400)
    expect(world()).toEqual(before)
  })
})

describe('a request with no meaning here is refused and changes nothing (P6, P21)', () => {
  test.each([
    ['/auth/userinfo.css', 404],
    ['/auth/userinfo;x', 404],
    ['/auth/userinfo/', 404],
    ['/auth/userinfo%00', 404],
    ['/auth/userinfo%2F', 404],
    ['/auth%2fuserinfo', 404],
    ['/auth%5cuserinfo', 404],
    ['/auth/userinfo%zz', 404],
    ['/auth/userinfo?x.css', 404],
    ['/auth/userinfo?reveal=myinfo.nric_number&reveal=openid', 404],
    ['/AUTH/userinfo', 404],
    ['/auth/__proto__', 404],
    [`/auth/${'x'.repeat(8000)}`, 404],
  ])('%s is %i', async (path, status) => {
    const before = world()
    const answer = await own(`GET ${path}`)

    expect(answer.status).toBe(status)
    expect(answer.rest).toContain('"code":"not_found"')
    expectRefused(answer)
    expect(world()).toEqual(before)
  })

  test.each([
    ['TRACE /auth/userinfo', 405],
    ['CONNECT login.test:443', 405],
    ['PROPFIND /auth/login', 405],
    ['QUERY /auth/userinfo', 405],
    ['HEAD /auth/login', 405],
    ['HEAD /auth/callback', 405],
    ['OPTIONS /auth/logout', 405],
  ])('%s is %i', async (line, status) => {
    const before = world()
    const answer = await own(line)

    expect(answer.status).toBe(status)
    expectRefused(answer)
    expect(world()).toEqual(before)
  })

  test('an expectation that nobody meets is 417', async () => {
    const answer = await own('POST /auth/logout', `${host}\r\nExpect: 200-ok`)

    expect(answer.status).toBe(417)
    expectRefused(answer)
  })

  const state = back.searchParams.get('state') ?? ''
  test.each([
    ['nothing', ''],
    ['two states', `?state=${state}&state=${state}&code=x`],
    ['two codes', `?state=${state}&code=x&code=y`],
    ['a code and an error', `?state=${state}&code=x&error=access_denied`],
    ['bad encoding', `?state=${state}&code=%e0%a4`],
    ['a code that is too long', `?state=${state}&code=${'x'.repeat(2049)}`],
    ['a query that is too long', `?state=${state}&code=x&z=${'z'.repeat(9000)}`],
    ['names of the language', `?state=__proto__&code=constructor&__proto__=x`],
    ['a state of NULs', `?state=%00%00&code=%00`],
  ])('a callback with %s leads to a page that explains (P4)', async (_what, query) => {
    const before = world()
    const answer = await own(`GET /auth/callback${query}`)

    expect(answer.status).toBe(303)
    expect(errorCode(new Response(null, { headers: answer.headers }))).toMatch(/^login_/)
    expectRefused(answer)
    expect(world()).toEqual(before)
  })

  test.each([
    ['bytes that are no text', '\xff\xfe=\x80; __Host-Http-sid=\xff'],
    ['the same cookie twice', `${cookie}; ${cookie}`],
    ['four thousand of them', 'a=b; '.repeat(2500)],
    ['separators alone', ';=;,; =;;'],
  ])('cookies of %s are nobody’s (P12)', async (_what, text) => {
    const before = world()
    const answer = await exchange(
      port,
      `GET /auth/userinfo HTTP/1.1\r\n${host}\r\nCookie: ${text}\r\nX-CSRF: 1\r\n${end}`,
    )

    expect(answer.status).toBe(401)
    expectRefused(answer)
    expect(world()).toEqual(before)
  })
})

test('nothing that names another host or scheme changes any answer (P37)', async () => {
  const lines = ['GET /auth/login?returnTo=/zh/profile', 'GET /auth/callback', 'GET /auth/userinfo']
  const forged = [
    'Host: evil.test',
    `${host}\r\nX-Forwarded-Host: evil.test\r\nX-Forwarded-Proto: http\r\nX-Forwarded-Port: 1`,
    `${host}\r\nX-Forwarded-Server: evil.test\r\nX-Forwarded-Prefix: /evil`,
    `${host}\r\nForwarded: for=192.0.2.1;host=evil.test;proto=http`,
    `${host}\r\nX-Forwarded-For: 192.0.2.1\r\nX-Real-IP: 192.0.2.1`,
    `${host}\r\nX-Original-URL: /auth/logout\r\nX-Rewrite-URL: /auth/logout`,
    `${host}\r\nX-HTTP-Method-Override: POST`,
  ]
  const stable = ({ status, headers, rest }: RawAnswer) => {
    const kept = [...headers].filter(([name]) => !['date', 'x-request-id'].includes(name))
    return JSON.stringify([status, kept, rest]).replaceAll(/[\dA-Z]{4}-[\dA-Z]{4}/g, 'REF')
  }
  for (const line of lines) {
    const plain = stable(await own(line))
    for (const more of forged) expect(stable(await own(line, more))).toBe(plain)
    const absolute = line.replace(' /', ' http://evil.test/')
    expect(stable(await own(absolute))).toBe(plain)
  }
})

test('an absolute address with a stranger’s host begins a login at the registered one (P1, P37)', async () => {
  const line = 'GET http://evil.test/auth/login HTTP/1.1'
  const answer = await exchange(port, `${line}\r\nHost: evil.test\r\n${end}`)

  expect(answer.headers.get('Location')).toContain('redirect_uri=https%3A%2F%2Flogin.test%2F')
  expect(JSON.stringify([...answer.headers])).not.toContain('evil')
})

test('no request, however composed, is our fault or is kept by a cache (P6, P21, P35)', async () => {
  const seen = new Set<number>()
  const text = (from: number, to: number) =>
    fc.string({
      unit: fc.integer({ min: from, max: to }).map((n) => String.fromCharCode(n)),
      maxLength: 12,
    })
  const rarely = (wild: fc.Arbitrary<string>, tame: fc.Arbitrary<string>) =>
    fc.oneof({ arbitrary: tame, weight: 30 }, { arbitrary: wild, weight: 1 })
  const bytes = text(0, 255)
  const method = rarely(bytes, fc.constantFrom('GET', 'GET', 'POST', 'HEAD', 'OPTIONS', 'TRACE'))
  const route = fc.constantFrom(
    'login',
    'callback',
    'userinfo',
    'session',
    'session/extend',
    'logout',
  )
  const piece = fc.oneof(
    fc.constantFrom('state=', 'code=', 'error=', 'returnTo=', 'reveal=', '&', '=', '%', '%00', '+'),
    fc.constantFrom('/auth/x', '//evil.test', '%2f%2e%2e', '__proto__', back.search.slice(1)),
    text(0x24, 0x7e),
  )
  const pieces = fc.array(piece, { maxLength: 6 }).map((parts) => parts.join(''))
  const path = fc.oneof(
    fc.tuple(route, pieces).map(([name, query]) => `/auth/${name}?${query}`),
    fc.tuple(route, pieces).map(([name, rest]) => `/auth/${name}${rest}`),
    pieces.map((rest) => `/${rest}`),
  )
  const name = fc.constantFrom(
    ...[
      'Cookie',
      'X-CSRF',
      'X-Echo',
      'Origin',
      'Sec-Fetch-Site',
      'Sec-Fetch-Mode',
      'Sec-Fetch-Dest',
    ],
    ...[
      'Sec-Purpose',
      'Content-Type',
      'X-Forwarded-For',
      'Range',
      'If-None-Match',
      'Upgrade',
      'TE',
    ],
  )
  const risky = fc.constantFrom('Host', 'Content-Length', 'Transfer-Encoding', 'Expect', 'Trailer')
  const value = fc.oneof(
    fc.constantFrom(cookie, '1', '0', 'chunked', 'same-origin', 'navigate', 'document'),
    rarely(bytes, fc.oneof(text(0x20, 0x7e), text(0x80, 0xff))),
  )
  const line = fc.tuple(rarely(risky, name), value).map(([key, of]) => `${key}: ${of}\r\n`)
  const page = 'X-CSRF: 1\r\nSec-Fetch-Site: same-origin\r\n'
  const from = fc.constantFrom('', page, `${page}Cookie: ${cookie}\r\n`)
  const request = fc
    .tuple(
      method,
      rarely(bytes, path),
      from,
      fc.array(line, { maxLength: 6 }),
      rarely(bytes, fc.constant('')),
    )
    .map(
      ([verb, target, own, lines, body]) =>
        `${verb} ${target} HTTP/1.1\r\n${host}\r\n${own}${lines.join('')}${end}${body}`,
    )
  await fc.assert(
    fc.asyncProperty(request, async (sent) => {
      // Whoever waits for more of the body is told that there is none.
      const answer = await exchange(port, sent, { half: true })
      seen.add(answer.status)
      if (answer.status === 0) return
      expect(answer.status).toBeLessThan(500)
      expect(Object.fromEntries(answer.headers)).toMatchObject(dynamic)
    }),
    { numRuns: 1500 },
  )
  // It met every guard on the way, and not the parser alone.
  for (const status of [200, 303, 400, 403, 404, 405]) expect([...seen]).toContain(status)
  expect(world().bugs).toEqual([])
})
