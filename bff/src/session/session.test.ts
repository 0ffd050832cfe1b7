import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { personas } from 'sgid-simulator'
import { describe, expect, test } from 'vitest'
import type { Browser } from '../testing/browser.ts'
import {
  errorCode,
  location,
  openFrontDoor,
  privateKey,
  problem,
  session,
  signIn,
  userInfo,
} from '../testing/front-door.ts'
import { createMemoryStore } from './memory-store.ts'
import type { SessionStore } from './store.ts'

describe('the session', () => {
  test('gets another id at every sign-in, and never one that the browser brought (P12)', async () => {
    const door = await openFrontDoor()
    const { browser } = await signIn(door)
    const first = browser.cookies.get('__Host-Http-sid')?.value
    const brought = `v1.${'a'.repeat(22)}.${'b'.repeat(43)}`
    browser.cookies.set('__Host-Http-sid', { value: brought, sameSite: 'Strict' })
    await signIn(door, { browser })

    const second = browser.cookies.get('__Host-Http-sid')?.value
    expect(second).toMatch(/^v1\.[\w-]{22}\.[\w-]{43}$/)
    expect(new Set([first, brought, second]).size).toBe(3)
  })

  test('that the browser had before is ended by a new sign-in that brings its cookie (P15)', async () => {
    const door = await openFrontDoor()
    const { browser } = await signIn(door)
    const old = browser.cookies.get('__Host-Http-sid') ?? { value: '', sameSite: '' }
    browser.cookies.delete('__Host-Http-sid')
    const back = await door.approve(await browser.visit('/auth/login'), { persona: 'chinese' })
    browser.cookies.set('__Host-Http-sid', old)
    await browser.visit(String(back))

    const again = door.newBrowser()
    again.cookies.set('__Host-Http-sid', old)
    expect((await again.call('/auth/userinfo')).status).toBe(401)
    const { data } = await userInfo(browser)
    expect(data).toEqual({ 'myinfo.name': personas.chinese.data['myinfo.name'] })
  })

  test('ends when the person does nothing, and reading details is doing something (P13)', async () => {
    const door = await openFrontDoor()
    const { browser } = await signIn(door)
    for (const step of [800_000, 800_000]) {
      door.clock.now += step
      expect((await browser.call('/auth/userinfo')).status).toBe(200)
    }
    door.clock.now += 901_000

    const ended = await browser.call('/auth/userinfo')
    expect([ended.status, (await problem(ended)).code]).toEqual([401, 'session_expired'])
  })

  test('does not live longer for being asked about (P13)', async () => {
    const door = await openFrontDoor()
    const { browser } = await signIn(door)
    for (const step of [400_000, 400_000, 101_000]) {
      door.clock.now += step
      await browser.call('/auth/session')
    }

    expect(await session(browser)).toMatchObject({
      authenticated: false,
    })
  })

  test('can be extended, but never past its absolute end (P13)', async () => {
    const door = await openFrontDoor({ settings: { SESSION_ABSOLUTE_SECONDS: '1800' } })
    const { browser } = await signIn(door)
    door.clock.now += 800_000
    expect(await (await browser.call('/auth/session/extend', { method: 'POST' })).json()).toEqual(
      expect.objectContaining({ expiresIn: 1000, idleExpiresIn: 900 }),
    )
    door.clock.now += 800_000
    expect(await (await browser.call('/auth/session/extend', { method: 'POST' })).json()).toEqual(
      expect.objectContaining({ expiresIn: 200, idleExpiresIn: 200 }),
    )
    door.clock.now += 201_000

    expect((await browser.call('/auth/session/extend', { method: 'POST' })).status).toBe(401)
  })

  const asked: [string, (browser: Browser) => Promise<unknown>, unknown][] = [
    ['details', async (browser) => (await browser.call('/auth/userinfo')).status, 401],
    [
      'an extension',
      async (browser) => (await browser.call('/auth/session/extend', { method: 'POST' })).status,
      401,
    ],
    ['its state', session, expect.objectContaining({ authenticated: false })],
    [
      'a login',
      async (browser) => location(await browser.visit('/auth/login')),
      expect.stringContaining('https://sgid.test/'),
    ],
  ]
  describe.each(asked)('that is over, asked for %s, is over', (_what, ask, ended) => {
    test('when nothing happened for its idle time, and asking brings nothing back (P13)', async () => {
      const door = await openFrontDoor()
      const { browser } = await signIn(door)
      door.clock.now += 900_000

      expect(await ask(browser)).toEqual(ended)
      expect((await browser.call('/auth/userinfo')).status).toBe(401)
    })

    test('when its absolute time is, however busy the person was (P13)', async () => {
      const door = await openFrontDoor({ settings: { SESSION_ABSOLUTE_SECONDS: '1800' } })
      const { browser } = await signIn(door)
      for (const step of [899_000, 899_000]) {
        door.clock.now += step
        expect((await browser.call('/auth/userinfo')).status).toBe(200)
      }
      door.clock.now += 2000

      expect(await ask(browser)).toEqual(ended)
    })
  })

  test('that the person ends stays ended, whatever a request of theirs wanted to write (P14)', async () => {
    const clock = { now: Date.now() }
    const inner = createMemoryStore(() => clock.now)
    const held: { until?: Promise<unknown> } = {}
    const late = async () => await held.until
    const store: SessionStore = {
      ...inner,
      put: (key, value, ttl) => late().then(() => inner.put(key, value, ttl)),
      touch: (key, ttl) => late().then(() => inner.touch(key, ttl)),
    }
    const door = await openFrontDoor({ store })
    const { browser } = await signIn(door)
    const copy = door.newBrowser()
    for (const [name, cookie] of browser.cookies) copy.cookies.set(name, cookie)

    const gate = Promise.withResolvers<undefined>()
    held.until = gate.promise
    const reads = [
      copy.call('/auth/userinfo'),
      copy.call('/auth/session/extend', { method: 'POST' }),
    ]
    expect((await browser.call('/auth/logout', { method: 'POST' })).status).toBe(204)
    gate.resolve(undefined)

    expect((await Promise.all(reads)).map(({ status }) => status)).toEqual([401, 401])
    expect((await copy.call('/auth/userinfo')).status).toBe(401)
    expect(await inner.clear('s:')).toBe(0)
  })

  test('of another person takes the place of the first one’s in the same browser (P15)', async () => {
    const door = await openFrontDoor()
    const browser = door.newBrowser()
    const back = await door.approve(await browser.visit('/auth/login'), { persona: 'chinese' })
    await signIn(door, { browser })
    const first = await userInfo(browser)
    // As browsers do it: the cookie is not sent with what comes from sgID.
    await browser.arrive(back)

    const second = await userInfo(browser)
    expect(second.sub).not.toBe(first.sub)
    expect(second.data).toEqual({ 'myinfo.name': personas.chinese.data['myinfo.name'] })
    expect([...browser.cookies.keys()]).toEqual(['__Host-Http-sid'])
  })

  test('is never made of what a browser planted (P12)', async () => {
    const door = await openFrontDoor()
    const browser = door.newBrowser()
    const planted = { value: `v1.${'a'.repeat(22)}.${'b'.repeat(43)}`, sameSite: 'Lax' }
    browser.cookies.set('__Host-Http-sid', planted)
    for (const path of ['/auth/userinfo', '/auth/session']) await browser.call(path)
    await browser.call('/auth/session/extend', { method: 'POST' })
    expect(door.stored.size).toBe(0)

    await browser.visit(String(await door.approve(await browser.visit('/auth/login'))))
    const thief = door.newBrowser()
    thief.cookies.set('__Host-Http-sid', planted)
    expect((await browser.call('/auth/userinfo')).status).toBe(200)
    expect((await thief.call('/auth/userinfo')).status).toBe(401)
  })

  test('ends for every holder of its cookie when the person logs out, and twice is harmless (P14)', async () => {
    const door = await openFrontDoor()
    const { browser } = await signIn(door)
    const copy = door.newBrowser(await door.instance())
    for (const [name, cookie] of browser.cookies) copy.cookies.set(name, cookie)

    const out = await browser.call('/auth/logout', { method: 'POST' })
    expect([out.status, await out.text()]).toEqual([204, ''])
    expect(browser.cookies.has('__Host-Http-sid')).toBe(false)
    expect((await copy.call('/auth/userinfo')).status).toBe(401)
    expect((await browser.call('/auth/logout', { method: 'POST' })).status).toBe(204)
  })

  test('ends by a form of our own page too, for a browser without script', async () => {
    const door = await openFrontDoor()
    const { browser } = await signIn(door)
    const out = await browser.request('/auth/logout', {
      method: 'POST',
      headers: { 'Sec-Fetch-Site': 'same-origin' },
    })

    expect([out.status, location(out)]).toEqual([303, '/logged-out'])
    expect(await session(browser)).toMatchObject({
      authenticated: false,
    })
  })

  const cookieRows: [string, (value: string) => string, string][] = [
    ['none', () => '', 'session_required'],
    ['another name', (value) => `sid=${value}`, 'session_required'],
    ['two', (value) => `__Host-Http-sid=${value}; __Host-Http-sid=${value}`, 'session_required'],
    ['no version', (value) => `__Host-Http-sid=${value.slice(3)}`, 'session_required'],
    ['a longer secret', (value) => `__Host-Http-sid=${value}x`, 'session_required'],
    ['quotes', (value) => `__Host-Http-sid="${value}"`, 'session_required'],
    [
      'another secret',
      (value) => `__Host-Http-sid=${value.slice(0, -43)}${'x'.repeat(43)}`,
      'session_expired',
    ],
    [
      'another id',
      (value) => `__Host-Http-sid=v1.${'x'.repeat(22)}.${value.slice(-43)}`,
      'session_expired',
    ],
  ]
  test.each(cookieRows)('is nobody’s for a cookie with %s (P12)', async (_what, cookie, code) => {
    const door = await openFrontDoor()
    const { browser } = await signIn(door)
    const value = browser.cookies.get('__Host-Http-sid')?.value ?? ''

    const answer = await browser.call('/auth/userinfo', { headers: { Cookie: cookie(value) } })
    expect([answer.status, (await problem(answer)).code]).toEqual([401, code])
  })

  test('opens and lives on while SESSION_SECRET is replaced (P18)', async () => {
    const door = await openFrontDoor()
    const { browser } = await signIn(door)
    const newest = randomBytes(32).toString('base64')
    const rotated = await door.instance({ SESSION_SECRET: `${newest},${door.secret}` })
    const later = await door.instance({ SESSION_SECRET: newest })
    const moved = door.newBrowser(rotated)
    for (const [name, cookie] of browser.cookies) moved.cookies.set(name, cookie)

    expect((await moved.call('/auth/userinfo')).status).toBe(200)
    const lost = door.newBrowser(later)
    for (const [name, cookie] of browser.cookies) lost.cookies.set(name, cookie)
    const answer = await lost.call('/auth/userinfo')
    expect([answer.status, (await problem(answer)).code]).toEqual([401, 'session_expired'])
    expect(await session(lost)).toMatchObject({ authenticated: false })
    expect((await lost.call('/auth/logout', { method: 'POST' })).status).toBe(204)
    expect((await moved.call('/auth/userinfo')).status).toBe(200)
  })

  test('of an older secret is spoken of once an hour, so that one knows when it can go (P18)', async () => {
    const door = await openFrontDoor()
    const { browser } = await signIn(door)
    const newer = [1, 2].map(() => randomBytes(32).toString('base64'))
    const rotated = await door.instance({ SESSION_SECRET: [...newer, door.secret].join() })
    const moved = door.newBrowser(rotated)
    for (const [name, cookie] of browser.cookies) moved.cookies.set(name, cookie)
    const spoken = () => door.log.filter(({ event }) => event === 'session.old_secret')

    await moved.call('/auth/userinfo')
    await moved.call('/auth/session')
    expect(spoken()).toEqual([{ event: 'session.old_secret', fields: { position: 3 } }])
    for (let i = 0; i < 5; i++) {
      door.clock.now += 800_000
      await moved.call('/auth/userinfo')
    }
    expect(spoken()).toHaveLength(2)
  })

  test('is sealed under the first secret, so that those after it can go (P18)', async () => {
    const door = await openFrontDoor()
    const newest = randomBytes(32).toString('base64')
    const rotated = await door.instance({ SESSION_SECRET: `${newest},${door.secret}` })
    const { browser } = await signIn(door, { browser: door.newBrowser(rotated) })
    const later = door.newBrowser(await door.instance({ SESSION_SECRET: newest }))
    for (const [name, cookie] of browser.cookies) later.cookies.set(name, cookie)

    expect((await later.call('/auth/userinfo')).status).toBe(200)
  })

  test('a login begun before SESSION_SECRET is replaced is finished after it (P18)', async () => {
    const door = await openFrontDoor()
    const browser = door.newBrowser()
    const back = await door.approve(await browser.visit('/auth/login'))
    const newest = randomBytes(32).toString('base64')
    const rotated = door.newBrowser(
      await door.instance({ SESSION_SECRET: `${newest},${door.secret}` }),
    )
    for (const [name, cookie] of browser.cookies) rotated.cookies.set(name, cookie)

    expect(location(await rotated.arrive(back))).toBe('/profile')
  })
})

test('a private key that is about to go is spoken of while sgID still encrypts to it (P18)', async () => {
  const { privateKey: other } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const newer = other.export({ type: 'pkcs8', format: 'pem' }).toString()
  const door = await openFrontDoor({ settings: { SGID_PRIVATE_KEY: newer + privateKey } })
  for (let i = 0; i < 2; i++) await signIn(door)
  const spoken = door.log.filter(({ event }) => event === 'key.old_private_key')
  expect(spoken).toEqual([{ event: 'key.old_private_key', fields: { position: 2 } }])

  const done = await openFrontDoor({ settings: { SGID_PRIVATE_KEY: privateKey + newer } })
  await signIn(done)
  expect(done.log.map(({ event }) => event)).not.toContain('key.old_private_key')
})

describe('a sensitive value', () => {
  test('is masked until the person asks for it, and the rest stays masked', async () => {
    const scopes = 'openid myinfo.name myinfo.nric_number myinfo.passport_number'
    const door = await openFrontDoor({ settings: { SGID_SCOPES: scopes } })
    const { browser } = await signIn(door, { persona: 'everything' })
    const whole = personas.everything.data
    const nric = whole['myinfo.nric_number'] ?? ''

    const first = await (await browser.call('/auth/userinfo')).text()
    expect(first).not.toContain(nric)
    expect(await userInfo(browser, '?reveal=myinfo.nric_number')).toMatchObject({
      data: { 'myinfo.nric_number': nric, 'myinfo.name': whole['myinfo.name'] },
      masked: { 'myinfo.passport_number': expect.stringMatching(/^•••••/) },
    })
    expect(await (await browser.call('/auth/userinfo')).text()).toBe(first)
  })

  test('that is not on record has nothing to mask', async () => {
    const door = await openFrontDoor()
    door.simulator.faults.set('userinfo-missing-field')
    const { browser } = await signIn(door, { persona: 'not-on-record' })

    expect((await userInfo(browser)).masked).toEqual({})
  })

  test.each([
    'reveal=myinfo.name',
    'reveal=',
    'reveal=__proto__',
    'x=1',
    'reveal=a&reveal=b',
    '.css',
  ])('there is nothing at /auth/userinfo?%s', async (query) => {
    const door = await openFrontDoor()
    const { browser } = await signIn(door)

    const answer = await browser.call(`/auth/userinfo?${query}`)
    expect([answer.status, (await problem(answer)).code]).toEqual([404, 'not_found'])
  })
})

test('a memory store that is full refuses a new sign-in and keeps those who are signed in (P34)', async () => {
  const clock = { now: Date.now() }
  const store = createMemoryStore(() => clock.now, { entries: 5, bytes: 1_000_000 })
  const door = await openFrontDoor({ store })
  const { browser, answer } = await signIn(door)
  expect(location(answer)).toBe('/profile')
  const late = await signIn(door)

  expect(errorCode(late.answer)).toBe('store_unavailable')
  expect((await browser.call('/auth/userinfo')).status).toBe(200)
})
