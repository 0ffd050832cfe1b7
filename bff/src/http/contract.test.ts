import { describe, expect, test } from 'vitest'
import { openFrontDoor, origin, problem, signIn } from '../testing/front-door.ts'

const door = await openFrontDoor()
const { browser } = await signIn(door)
const send = (path: string, init: RequestInit = {}) =>
  door.app.fetch(new Request(origin + path, init))

const answers: [string, () => Response | Promise<Response>][] = [
  ['the way out', () => send('/auth/login')],
  ['a callback of nothing', () => send('/auth/callback')],
  ['nobody’s session', () => send('/auth/session', { headers: { 'X-CSRF': '1' } })],
  ['details', () => browser.call('/auth/userinfo')],
  ['a refused call', () => send('/auth/userinfo')],
  ['an unknown route', () => send('/auth/nothing')],
  ['an unknown API route', () => send('/api/thing.css')],
  ['a wrong method', () => send('/auth/login', { method: 'DELETE' })],
  ['an address outside', () => send('/index.html')],
  [
    'a body that is too large',
    () => send('/auth/logout', { method: 'POST', body: 'x'.repeat(17_000) }),
  ],
]

test.each(answers)(
  '%s is never cached, framed, sniffed or validated (P21, P23)',
  async (_what, get) => {
    const { headers } = await get()

    expect(Object.fromEntries(headers)).toMatchObject({
      'cache-control': 'private, no-store',
      'cdn-cache-control': 'no-store',
      'surrogate-control': 'no-store',
      'x-accel-expires': '0',
      vary: 'Cookie',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'cross-origin-resource-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'strict-transport-security': expect.stringMatching(/^max-age=\d{8}/),
      'x-request-id': expect.stringMatching(/^[\dA-Z]{4}-[\dA-Z]{4}$/),
    })
    for (const name of [
      'etag',
      'last-modified',
      'server',
      'x-powered-by',
      'access-control-allow-origin',
    ]) {
      expect(headers.has(name)).toBe(false)
    }
  },
)

test.each([
  ['/auth/nothing', 'GET', 404, 'not_found'],
  ['/auth/', 'POST', 404, 'not_found'],
  ['/api/anything', 'GET', 404, 'not_found'],
  ['/auth/login', 'POST', 405, 'method_not_allowed'],
  ['/auth/callback', 'PUT', 405, 'method_not_allowed'],
  ['/auth/session', 'POST', 405, 'method_not_allowed'],
  ['/auth/session', 'HEAD', 405, undefined],
  ['/auth/userinfo', 'OPTIONS', 405, 'method_not_allowed'],
  ['/auth/logout', 'GET', 405, 'method_not_allowed'],
  ['/auth/session/extend', 'GET', 405, 'method_not_allowed'],
])('%s by %s is %i (P21)', async (path, method, status, code) => {
  const answer = await send(path, { method, headers: { 'X-CSRF': '1' } })

  expect(answer.status).toBe(status)
  if (code)
    expect(await problem(answer)).toMatchObject({
      code,
      status,
      ref: answer.headers.get('X-Request-Id'),
    })
  if (status === 405) expect(answer.headers.get('Allow')).toMatch(/^(GET|POST)$/)
})

test('what is not there below a route of ours is a problem, never a page (P21)', async () => {
  const { app } = await openFrontDoor({ pages: async () => new Response('<h1>page</h1>') })
  const get = (path: string) => app.fetch(new Request(origin + path))

  expect(await (await get('/anything')).text()).toBe('<h1>page</h1>')
  for (const path of ['/auth/nothing', '/auth', '/api/nothing.css', '/api']) {
    expect(await problem(await get(path))).toMatchObject({ code: 'not_found', status: 404 })
  }
})

describe('a call is refused and changes nothing (P19)', () => {
  const own = { 'X-CSRF': '1', 'Sec-Fetch-Site': 'same-origin' }
  const rows: [string, Record<string, string>][] = [
    ['without the header', { 'Sec-Fetch-Site': 'same-origin', Origin: origin }],
    ['with another value in it', { ...own, 'X-CSRF': 'true' }],
    [
      'from a sibling subdomain',
      { ...own, 'Sec-Fetch-Site': 'same-site', Origin: 'https://x.login.test' },
    ],
    ['from another site', { ...own, 'Sec-Fetch-Site': 'cross-site', Origin: 'https://evil.test' }],
    ['typed into the address bar', { ...own, 'Sec-Fetch-Site': 'none' }],
    ['from another origin, by an old browser', { 'X-CSRF': '1', Origin: 'https://evil.test' }],
    ['from an opaque origin', { 'X-CSRF': '1', Origin: 'null' }],
    ['from our host on plain http', { 'X-CSRF': '1', Origin: 'http://login.test' }],
  ]
  const calls: [string, string][] = [
    ['/auth/session', 'GET'],
    ['/auth/userinfo', 'GET'],
    ['/auth/session/extend', 'POST'],
    ['/auth/logout', 'POST'],
  ]
  test.each(rows)('%s', async (_what, headers) => {
    for (const [path, method] of calls) {
      if (path === '/auth/logout' && !headers['X-CSRF']) continue
      const answer = await browser.request(path, { method, headers })
      expect([path, answer.status, (await problem(answer)).code]).toEqual([
        path,
        403,
        'csrf_rejected',
      ])
      expect(answer.headers.getSetCookie()).toEqual([])
    }
    expect((await browser.call('/auth/userinfo')).status).toBe(200)
  })

  test.each([
    ['that says nothing of its origin', {}],
    ['of another site', { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://evil.test' }],
    ['of a sibling subdomain', { 'Sec-Fetch-Site': 'same-site' }],
    ['of another origin, in an old browser', { Origin: 'https://evil.test' }],
  ])('a logout form %s', async (_what, headers) => {
    const answer = await browser.request('/auth/logout', { method: 'POST', headers })

    expect(answer.status).toBe(403)
    expect((await browser.call('/auth/userinfo')).status).toBe(200)
  })

  test('an unsafe call that says nothing of its origin', async () => {
    const answer = await browser.request('/auth/session/extend', {
      method: 'POST',
      headers: { 'X-CSRF': '1' },
    })
    expect(answer.status).toBe(403)
  })

  test('but a browser without fetch metadata may read, and may change with the right Origin', async () => {
    const read = await browser.request('/auth/userinfo', { headers: { 'X-CSRF': '1' } })
    const change = await browser.request('/auth/session/extend', {
      method: 'POST',
      headers: { 'X-CSRF': '1', Origin: origin },
    })
    expect([read.status, change.status]).toEqual([200, 200])
  })
})

test('an answer repeats the tag of its question, so that another’s answer is known (P22)', async () => {
  const echo = (value: string) =>
    browser
      .call('/auth/userinfo', { headers: { 'X-Echo': value } })
      .then(({ headers }) => headers.get('X-Echo'))

  expect(await echo('AbC-123_xyz')).toBe('AbC-123_xyz')
  expect(await echo('no markup <b>')).toBe(null)
})

test('a body over 16 KiB is refused (P25)', async () => {
  const answer = await browser.call('/auth/logout', {
    method: 'POST',
    body: 'x'.repeat(16 * 1024 + 1),
  })

  expect([answer.status, (await problem(answer)).code]).toEqual([413, 'too_large'])
  expect((await browser.call('/auth/userinfo')).status).toBe(200)
})

test('nothing is built from Host or forwarding headers (P37)', async () => {
  const answer = await door.app.fetch(
    new Request('https://evil.test/auth/login', {
      headers: {
        'X-Forwarded-Host': 'evil.test',
        'X-Forwarded-Proto': 'http',
        Forwarded: 'host=evil.test',
      },
    }),
  )
  expect(answer.headers.get('Location')).not.toContain('evil')
})

test('a callback under /api/ works as one under /auth/ does', async () => {
  const uri = `${origin}/api/redirect`
  const { client } = await import('../testing/front-door.ts')
  const other = await openFrontDoor({
    settings: { SGID_REDIRECT_URI: uri },
    simulator: { clients: [{ ...client, redirectUris: [uri] }] },
  })

  const { answer } = await signIn(other)
  expect(answer.headers.get('Location')).toBe('/profile')
})
