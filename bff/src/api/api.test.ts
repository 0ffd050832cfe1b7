import { personas } from 'sgid-simulator'
import { describe, expect, expectTypeOf, test } from 'vitest'
import * as z from 'zod/mini'
import { BffError } from '../errors.ts'
import { redacted } from '../observe/redacted.ts'
import { openFrontDoor, origin, problem, session, signIn } from '../testing/front-door.ts'
import { answer } from './answer.ts'
import { type Api, createApi } from './api.ts'
import { readInput } from './input.ts'

const Order = z.strictObject({
  email: z.string('missing').check(z.maxLength(20, 'too_long'), z.email('no_email')),
  lines: z.array(z.object({ count: z.number('no_number') })),
})

const refuse = () => {
  throw new BffError('not_found', 'no such thing')
}

/** What an agency writes that thinks of nothing but its own business. */
const things = createApi(['myinfo.name', 'myinfo.nric_number'], (api) =>
  api
    .get('/things', (c) => c.json(c.var.userInfo.data))
    .get('/things/:id', (c) => c.json(c.var.userInfo))
    .get('/nric', (c) => c.text(c.var.userInfo.sensitive['myinfo.nric_number'].reveal()))
    .get('/cached', (c) => c.text('x', 200, { 'Cache-Control': 'public', ETag: '"1"' }))
    .get('/nothing', (c) => c.notFound())
    .get('/gone', refuse)
    .post('/orders', async (c) => answer(c, await readInput(c, Order), 201))
    .put('/things/mine', (c) => c.text('put'))
    .all('/any', (c) => c.text('any'))
    .on('PURGE', '/purge', (c) => c.text('purged')),
)
const open = (apis: Api[] = [things], settings = {}) => openFrontDoor({ apis, settings })
const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PURGE']
const paths = ['/things', '/things/1', '/nric', '/orders', '/things/mine', '/any', '/purge']

describe('a route that was added without a thought of who may call it', () => {
  test.each(methods)(
    'by %s is refused to a call of another site, with a session or without (P19)',
    async (method) => {
      const door = await open()
      const { browser } = await signIn(door)
      const foreign = [
        { 'X-CSRF': '1', 'Sec-Fetch-Site': 'cross-site' },
        { 'X-CSRF': '1', 'Sec-Fetch-Site': 'same-site' },
        { 'X-CSRF': '1', Origin: 'https://evil.test' },
        { 'Sec-Fetch-Site': 'same-origin' },
      ]
      for (const path of paths) {
        for (const headers of foreign) {
          for (const client of [browser, door.newBrowser()]) {
            const answer = await client.request(`/api${path}`, { method, headers })
            expect([path, answer.status]).toEqual([path, method === 'HEAD' ? 405 : 403])
          }
        }
      }
    },
  )

  test.each(methods.filter((method) => method !== 'HEAD'))(
    'by %s is refused to who has no session, or no longer (P12, P13)',
    async (method) => {
      const door = await open()
      const { browser } = await signIn(door)
      door.clock.now += 14_400_001
      for (const path of paths) {
        const nobody = await door.newBrowser().call(`/api${path}`, { method })
        expect([path, nobody.status, (await problem(nobody)).code]).toEqual([
          path,
          401,
          'session_required',
        ])
        const ended = await browser.call(`/api${path}`, { method })
        expect([path, ended.status, (await problem(ended)).code]).toEqual([
          path,
          401,
          'session_expired',
        ])
      }
    },
  )

  test.each([
    ['made up', `v1.${'a'.repeat(22)}.${'b'.repeat(43)}`, 'session_expired'],
    ['of another shape', 'admin', 'session_required'],
    ['of an id that exists and another secret', '', 'session_expired'],
  ])('is refused for a session cookie that is %s (P12)', async (_what, forged, code) => {
    const door = await open()
    const { browser } = await signIn(door)
    const [name = '', cookie] = [...browser.cookies][0] ?? []
    const value = forged || `${cookie?.value.slice(0, -43)}${'b'.repeat(43)}`

    for (const method of ['GET', 'POST']) {
      const headers = { Cookie: `${name}=${value}` }
      const answer = await browser.call('/api/any', { method, headers })
      expect([answer.status, (await problem(answer)).code]).toEqual([401, code])
    }
    expect((await browser.call('/api/any')).status).toBe(200)
  })

  test('is not reached by HEAD, which Hono would have a GET handler answer (P5)', async () => {
    const door = await open()
    const { browser } = await signIn(door)

    for (const path of paths) {
      const answer = await browser.call(`/api${path}`, { method: 'HEAD' })
      expect([answer.status, answer.headers.has('Allow')]).toEqual([405, true])
    }
  })

  test('stands behind the guards if it is a middleware that answers by itself (P19)', async () => {
    const sloppy = createApi([], (api) => {
      api.use('*', async (c) => c.text('secret'))
    })
    const door = await open([sloppy])
    const { browser } = await signIn(door)

    for (const path of ['/api', '/api/x', '/api/x/y']) {
      expect((await door.app.fetch(new Request(origin + path))).status).toBe(403)
      expect((await door.newBrowser().call(path)).status).toBe(401)
      expect(await (await browser.call(path)).text()).toBe('secret')
    }
  })

  test('keeps its answer out of every cache, whatever it says (P21)', async () => {
    const door = await open()
    const { browser } = await signIn(door)
    const { headers } = await browser.call('/api/cached', { headers: { 'X-Echo': '12345678' } })

    expect(headers.get('Cache-Control')).toBe('private, no-store')
    expect(headers.has('ETag')).toBe(false)
    expect(headers.get('X-Echo')).toBe('12345678')
  })
})

describe('a handler', () => {
  test('is shown the scopes that it named, as sgID sent them', async () => {
    const door = await open([
      createApi(['myinfo.name'], (api) => api.get('/me', (c) => c.json(c.var.userInfo))),
    ])
    const { browser } = await signIn(door, { persona: 'everything' })

    expect(await (await browser.call('/api/me')).json()).toEqual({
      sub: expect.stringMatching(/^u=/),
      data: { 'myinfo.name': personas.everything.data['myinfo.name'] },
      sensitive: {},
    })
  })

  test('sends no masked value by accident, and has it where it asks for it (P38)', async () => {
    const door = await open()
    const { browser } = await signIn(door, { persona: 'everything' })
    const nric = personas.everything.data['myinfo.nric_number']

    const careless = await (await browser.call('/api/things/1')).text()
    expect(careless).toContain('"myinfo.nric_number":"[redacted]"')
    expect(careless).not.toContain(nric)
    expect(await (await browser.call('/api/nric')).text()).toBe(nric)
  })

  test('is not reached without a scope that it named (P8)', async () => {
    const dob = createApi(['myinfo.name', 'myinfo.date_of_birth'], (api) =>
      api.get('/dob', (c) => c.text('x')),
    )
    const purpose = { LOGIN_PURPOSES: 'look=openid; age=openid myinfo.name myinfo.date_of_birth' }
    const door = await open([dob], purpose)
    const code = async (query: string) => {
      const browser = door.newBrowser()
      await browser.arrive(await door.approve(await browser.visit(`/auth/login?${query}`)))
      const answer = await browser.call('/api/dob')
      return answer.status === 200 ? 200 : (await problem(answer)).code
    }

    expect(await code('')).toBe('insufficient_scope')
    expect(await code('purpose=look')).toBe('insufficient_scope')
    expect(await code('purpose=age')).toBe(200)
    door.simulator.faults.set('userinfo-missing-field')
    expect(await code('purpose=age')).toBe('data_unavailable')
  })

  test('knows by its types what there is', () => {
    createApi(['myinfo.name', 'myinfo.nric_number', 'own.scope'], (api) =>
      api.get('/x', (c) => {
        expectTypeOf(c.var.userInfo.data).toEqualTypeOf<
          Record<'myinfo.name' | 'own.scope', string>
        >()
        expectTypeOf(c.var.userInfo.sensitive['myinfo.nric_number']).toEqualTypeOf(redacted(''))
        // @ts-expect-error nobody named it
        return c.text(c.var.userInfo.data['myinfo.email'])
      }),
    )
  })

  test('refuses by throwing: a problem with a reference, and one line in the log', async () => {
    const door = await open()
    const { browser } = await signIn(door)

    for (const path of ['/api/gone', '/api/nothing']) {
      const answer = await browser.call(path)
      expect(answer.headers.get('Content-Type')).toBe('application/problem+json')
      const { code, ref } = await problem(answer)
      expect(code).toBe('not_found')
      expect(door.log.at(-1)).toMatchObject({
        event: 'request.refused',
        fields: { ref, route: path },
      })
    }
  })

  test('that fails after it has made its answer answers with a problem all the same', async () => {
    const late = createApi([], (api) =>
      api.get('/late', (c) => {
        answer(c, { done: true })
        throw new BffError('store_unavailable', 'down')
      }),
    )
    const { browser } = await signIn(await open([late]))
    const { status, headers } = await browser.call('/api/late')

    expect([status, headers.get('Content-Type')]).toEqual([503, 'application/problem+json'])
  })

  test('of one pattern may stand beside another pattern of another method', async () => {
    const door = await open()
    const { browser } = await signIn(door)

    expect(await (await browser.call('/api/things/mine', { method: 'PUT' })).text()).toBe('put')
    const other = await browser.call('/api/things', { method: 'DELETE' })
    expect([other.status, other.headers.get('Allow')]).toEqual([405, 'GET'])
    expect((await browser.call('/api/any', { method: 'DELETE' })).status).toBe(200)
    expect((await browser.call('/api/unknown')).status).toBe(404)
  })
})

test('reading does not extend a session, and an act of the person does (P13)', async () => {
  const door = await open()
  const { browser } = await signIn(door)
  const idle = async () => {
    const answer = await session(browser)
    return answer.authenticated && answer.idleExpiresIn
  }

  door.clock.now += 100_000
  await browser.call('/api/things')
  expect(await idle()).toBe(800)
  await browser.call('/api/any', { method: 'POST' })
  expect(await idle()).toBe(900)
})

describe('a body', () => {
  const json = { 'Content-Type': 'application/json' }
  const whole = JSON.stringify({ email: 'a@b.sg', lines: [] })
  const send = async (body: string, headers: Record<string, string> = json) => {
    const door = await open()
    const { browser } = await signIn(door)
    return browser.call('/api/orders', { method: 'POST', body, headers })
  }

  test('of the right shape is what the handler gets', async () => {
    const answer = await send(whole, { 'Content-Type': 'application/JSON; charset=utf-8' })

    expect([answer.status, await answer.text()]).toEqual([201, whole])
  })

  test.each([
    ['without a type', whole, {}, {}],
    ['of a form', 'email=a', { 'Content-Type': 'application/x-www-form-urlencoded' }, {}],
    ['that a form could send', whole, { 'Content-Type': 'text/plain' }, {}],
    ['of nothing', '', json, {}],
    ['of half a JSON', '{"email":', json, {}],
    ['of a list', '[]', json, { '': expect.any(String) }],
    [
      'with wrong fields',
      '{"email":"x","lines":[{"count":"1"}]}',
      json,
      { email: 'no_email', 'lines.0.count': 'no_number' },
    ],
    ['without a field', '{"lines":[]}', json, { email: 'missing' }],
    [
      'with two faults in a field',
      '{"email":"xxxxxxxxxxxxxxxxxxxxx","lines":[]}',
      json,
      { email: 'too_long' },
    ],
    [
      'with a field more',
      '{"email":"a@b.sg","lines":[],"name":"MALLORY"}',
      json,
      { name: 'unknown' },
    ],
    [
      'with a field that every object has',
      '{"email":"a@b.sg","lines":[],"constructor":{}}',
      json,
      { constructor: 'unknown' },
    ],
  ])('%s is refused, with the fields that are wrong (P6)', async (_what, body, headers, fields) => {
    const answer = await send(body, headers)
    const { code, fields: told } = await problem(answer)

    expect([answer.status, code]).toEqual([422, 'invalid_input'])
    expect(told).toEqual(fields)
  })

  test('over 16 KiB is refused before it is read (P25)', async () => {
    const answer = await send(JSON.stringify({ email: 'x'.repeat(16 * 1024) }))

    expect([answer.status, (await problem(answer)).code]).toEqual([413, 'too_large'])
  })

  test('leaves nothing of itself in the log (P38)', async () => {
    const door = await open()
    const { browser } = await signIn(door)
    const body = '{"email":"CANARY","lines":[],"CANARY":1}'
    await browser.call('/api/orders', { method: 'POST', body, headers: json })

    expect(door.log.at(-1)?.fields).toMatchObject({ code: 'invalid_input' })
    expect(JSON.stringify(door.log)).not.toContain('CANARY')
  })
})

test('the log names an own route with a star as it is written, and no path that was sent (P38)', async () => {
  const files = createApi([], (api) => api.get('/*', refuse).get('/files/*', refuse))
  const door = await openFrontDoor({ apis: [files] })
  const { browser } = await signIn(door)
  for (const path of ['files/S2937', 'S2937']) await browser.call(`/api/${path}`)

  expect(door.log.slice(-2).map(({ fields }) => fields?.route)).toEqual(['/api/files/*', '/api/*'])
  expect(JSON.stringify(door.log)).not.toContain('S2937')
})

test('a callback below /api stands before own routes, however greedy they are', async () => {
  const { client } = await import('../testing/front-door.ts')
  const uri = `${origin}/api/redirect`
  const door = await openFrontDoor({
    apis: [createApi([], (api) => api.all('*', (c) => c.text('mine')))],
    settings: { SGID_REDIRECT_URI: uri },
    simulator: { clients: [{ ...client, redirectUris: [uri] }] },
  })

  const { browser, answer } = await signIn(door)
  expect(answer.headers.get('Location')).toBe('/profile')
  expect(await (await browser.call('/api/x')).text()).toBe('mine')
})
