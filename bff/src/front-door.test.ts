import type { ProblemCode } from '@sgid-login/shared'
import { personas } from 'sgid-simulator'
import { describe, expect, test } from 'vitest'
import { createMemoryStore } from './session/memory-store.ts'
import {
  callback,
  client,
  errorCode,
  location,
  openFrontDoor,
  signIn,
} from './testing/front-door.ts'

describe('a person who agrees at sgID', () => {
  test('comes back to the page they started from, and that page gets their details', async () => {
    const door = await openFrontDoor()
    const { browser, answer } = await signIn(door, { returnTo: '/zh/profile?tab=1#top' })

    expect(answer.status).toBe(303)
    expect(location(answer)).toBe('/zh/profile?tab=1#top')
    const userInfo = await browser.call('/auth/userinfo')
    expect(userInfo.status).toBe(200)
    expect(await userInfo.json()).toEqual({
      sub: expect.stringMatching(/^u=/),
      data: { 'myinfo.name': personas.plain.data['myinfo.name'] },
      masked: { 'myinfo.nric_number': expect.stringMatching(/^•••••\d{3}[A-Z]$/) },
    })
  })

  test.each([
    ['sgid', 'dir'],
    ['sgid', 'A128GCMKW'],
    ['mockpass', 'dir'],
  ] as const)(
    'is signed in when sgID speaks the %s dialect with %s fields',
    async (dialect, fields) => {
      const door = await openFrontDoor({ simulator: { dialect, fields } })
      const { browser } = await signIn(door, { persona: 'chinese' })

      const { data } = await (await browser.call('/auth/userinfo')).json()
      expect(data).toEqual({ 'myinfo.name': personas.chinese.data['myinfo.name'] })
    },
  )

  test('and shares nothing but an id has a session without details', async () => {
    const door = await openFrontDoor({ settings: { SGID_SCOPES: 'openid' } })
    const { browser } = await signIn(door)

    const { data, masked } = await (await browser.call('/auth/userinfo')).json()
    expect([data, masked]).toEqual([{}, {}])
  })

  test('is told the time they have, in two kinds of seconds (P13)', async () => {
    const door = await openFrontDoor()
    const { browser } = await signIn(door)
    door.clock.now += 100_000

    expect(await (await browser.call('/auth/session')).json()).toEqual({
      authenticated: true,
      scopes: ['openid', 'myinfo.name', 'myinfo.nric_number'],
      expiresIn: 14_300,
      idleExpiresIn: 800,
    })
  })

  test('does not leave for sgID again while signed in', async () => {
    const door = await openFrontDoor()
    const { browser } = await signIn(door)

    const again = await browser.visit('/auth/login?returnTo=/ms/profile')
    expect([again.status, location(again), again.headers.getSetCookie()]).toEqual([
      303,
      '/ms/profile',
      [],
    ])
  })
})

test('the authorization request holds the configured parameters, once each, and S256 (P1)', async () => {
  const door = await openFrontDoor()
  const out = await door
    .newBrowser()
    .visit('/auth/login?returnTo=/profile&scope=openid%20evil&client_id=evil&redirect_uri=//evil')

  const url = new URL(location(out))
  expect(url.origin + url.pathname).toBe('https://sgid.test/v2/oauth/authorize')
  expect([...url.searchParams]).toEqual([
    ['response_type', 'code'],
    ['client_id', client.clientId],
    ['redirect_uri', callback],
    ['scope', 'openid myinfo.name myinfo.nric_number'],
    ['state', expect.stringMatching(/^[\w-]{40,128}$/)],
    ['nonce', expect.stringMatching(/^[\w-]{43}$/)],
    ['code_challenge', expect.stringMatching(/^[\w-]{43}$/)],
    ['code_challenge_method', 'S256'],
  ])
})

test('the code verifier is in no cookie, no address and no body that the browser sees', async () => {
  const door = await openFrontDoor()
  const { browser, back, answer } = await signIn(door)

  const verifier = door.seen('/v2/oauth/token')[0]?.form?.['code_verifier'] ?? ''
  expect(verifier).toMatch(/^[\w-]{43}$/)
  const visible = [...browser.cookies.values()].map(({ value }) => value).join(' ')
  expect(`${visible} ${back} ${JSON.stringify([...answer.headers])}`).not.toContain(verifier)
})

describe('a person who does not agree', () => {
  test('is told so in the language they were reading, and nobody is signed in', async () => {
    const door = await openFrontDoor()
    const browser = door.newBrowser()
    const out = await browser.visit('/auth/login?returnTo=/ta/profile')
    const answer = await browser.arrive(await door.approve(out, { allow: false }))

    expect(location(answer)).toMatch(/^\/ta\/error\/login_cancelled\?ref=[\dA-Z]{4}-[\dA-Z]{4}$/)
    expect(await (await browser.call('/auth/session')).json()).toMatchObject({
      authenticated: false,
    })
    expect(door.seen('/v2/oauth/token')).toEqual([])
  })
})

describe('a callback in another browser', () => {
  test('is refused without spending the code, and the first browser still finishes (P2)', async () => {
    const door = await openFrontDoor()
    const first = door.newBrowser()
    const other = door.newBrowser()
    const back = await door.approve(await first.visit('/auth/login'))

    const refused = await other.arrive(back)
    expect([errorCode(refused), refused.headers.getSetCookie()]).toEqual(['login_elsewhere', []])
    expect(door.seen('/v2/oauth/token')).toEqual([])
    expect(location(await first.arrive(back))).toBe('/profile')
  })

  test('with a login of its own in progress is refused all the same', async () => {
    const door = await openFrontDoor()
    const victim = door.newBrowser()
    await victim.visit('/auth/login')
    const attacker = door.newBrowser()
    const back = await door.approve(await attacker.visit('/auth/login'))

    expect(errorCode(await victim.arrive(back))).toBe('login_elsewhere')
    expect(victim.cookies.size).toBe(1)
  })

  test('after the first browser has finished is told that the login was used', async () => {
    const door = await openFrontDoor()
    const { back } = await signIn(door)

    expect(errorCode(await door.newBrowser().arrive(back))).toBe('login_already_used')
  })
})

describe('one login, delivered again', () => {
  test('20 times at once makes one token request and gives one answer (P3)', async () => {
    const door = await openFrontDoor()
    const other = await door.instance()
    const browser = door.newBrowser()
    const back = await door.approve(await browser.visit('/auth/login'))
    const Cookie = [...browser.cookies].map(([name, { value }]) => `${name}=${value}`).join()
    const instances = [door.app, other]

    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        (instances[i % 2] ?? door.app).fetch(new Request(back, { headers: { Cookie } })),
      ),
    )

    expect(door.seen('/v2/oauth/token')).toHaveLength(1)
    expect(new Set(answers.map(location))).toEqual(new Set(['/profile']))
    const cookies = answers.map((answer) => answer.headers.getSetCookie().join())
    expect(new Set(cookies).size).toBe(1)
  })

  test('after the cookie was cleared takes the browser with the session to the same page', async () => {
    const door = await openFrontDoor()
    const { browser, back } = await signIn(door, { returnTo: '/ms/profile' })

    expect(location(await browser.visit(String(back)))).toBe('/ms/profile')
    expect(door.seen('/v2/oauth/token')).toHaveLength(1)
  })

  test('after a minute is told that it was used', async () => {
    const door = await openFrontDoor()
    const { browser, back } = await signIn(door)
    door.clock.now += 61_000

    expect(errorCode(await browser.visit(String(back)))).toBe('login_already_used')
  })

  test('gives a failure again too, with the same reference', async () => {
    const door = await openFrontDoor()
    const browser = door.newBrowser()
    const back = await door.approve(await browser.visit('/auth/login'))
    door.simulator.faults.set('token-500', { times: 1 })

    const first = location(await browser.arrive(back))
    expect(first).toContain('/error/idp_unavailable')
    expect(location(await browser.arrive(back))).toBe(first)
    expect(door.seen('/v2/oauth/token')).toHaveLength(1)
    door.clock.now += 61_000
    expect(errorCode(await browser.arrive(back))).toBe('login_already_used')
  })
})

describe('several tabs', () => {
  test.each([
    ['first', [0, 1]],
    ['last', [1, 0]],
  ] as const)(
    'started one after the other finish with the one opened %s in front',
    async (_, order) => {
      const door = await openFrontDoor()
      const browser = door.newBrowser()
      const tabs = [
        await door.approve(await browser.visit('/auth/login?returnTo=/tab/0')),
        await door.approve(await browser.visit('/auth/login?returnTo=/tab/1')),
      ]

      for (const tab of order) {
        expect(location(await browser.arrive(tabs[tab] ?? ''))).toBe(`/tab/${tab}`)
      }
    },
  )

  test('beyond five push out the oldest login, which is then told to start again', async () => {
    const door = await openFrontDoor()
    const browser = door.newBrowser()
    const tabs: URL[] = []
    for (let tab = 0; tab < 6; tab++) {
      tabs.push(await door.approve(await browser.visit('/auth/login')))
      door.clock.now += 1000
    }

    expect(browser.cookies.size).toBe(5)
    expect(errorCode(await browser.arrive(tabs[0] ?? ''))).toBe('login_elsewhere')
    expect(location(await browser.arrive(tabs[1] ?? ''))).toBe('/profile')
  })
})

describe('a login that takes longer than its time', () => {
  test('ends in a page that says so', async () => {
    const door = await openFrontDoor()
    const browser = door.newBrowser()
    const back = await door.approve(await browser.visit('/auth/login?returnTo=/zh/'))
    door.clock.now += 601_000

    expect(errorCode(await browser.arrive(back))).toBe('login_expired')
    expect(door.seen('/v2/oauth/token')).toEqual([])
  })

  test('ends there too when the browser has dropped the cookie by then', async () => {
    const door = await openFrontDoor()
    const browser = door.newBrowser()
    const back = await door.approve(await browser.visit('/auth/login'))
    door.clock.now += 601_000
    browser.cookies.clear()

    expect(errorCode(await browser.arrive(back))).toBe('login_expired')
  })
})

describe('a callback that is not what sgID sends', () => {
  const rows: [string, (query: URLSearchParams) => string, ProblemCode][] = [
    ['no parameter', () => '', 'login_mismatch'],
    ['no state', (q) => `code=${q.get('code')}`, 'login_mismatch'],
    ['an empty state', () => 'code=c&state=', 'login_mismatch'],
    ['the state twice', (q) => `${q}&state=${q.get('state')}`, 'login_mismatch'],
    ['the code twice', (q) => `${q}&code=other`, 'login_mismatch'],
    ['an unknown parameter twice', (q) => `${q}&x=1&x=2`, 'login_mismatch'],
    ['the state as an array', (q) => `code=c&state[]=${q.get('state')}`, 'login_mismatch'],
    ['neither code nor error', (q) => `state=${q.get('state')}`, 'login_mismatch'],
    ['an empty code', (q) => `code=&state=${q.get('state')}`, 'login_mismatch'],
    ['code and error', (q) => `${q}&error=access_denied`, 'login_mismatch'],
    ['a bad percent code', (q) => `${q}&x=%zz`, 'login_mismatch'],
    ['half a character', (q) => `${q}&x=%c3`, 'login_mismatch'],
    [
      'a code of 8 KiB',
      (q) => `code=${'c'.repeat(8192)}&state=${q.get('state')}`,
      'login_mismatch',
    ],
    [
      'a code of 3 KiB',
      (q) => `code=${'c'.repeat(3072)}&state=${q.get('state')}`,
      'login_mismatch',
    ],
    ['a whole JARM response', (q) => `${q}&response=x`, 'login_mismatch'],
    ['an ID token in the front channel', (q) => `${q}&id_token=x`, 'login_mismatch'],
    [
      'another state',
      (q) => `code=c&state=${'x'.repeat(String(q.get('state')).length)}`,
      'login_elsewhere',
    ],
    [
      'a state that is cut',
      (q) => `code=c&state=${q.get('state')?.slice(0, -1)}`,
      'login_elsewhere',
    ],
    ['an error of another login', () => 'error=access_denied&state=other', 'login_elsewhere'],
    ['another issuer', (q) => `${q}&iss=https%3A%2F%2Fevil.test`, 'login_mismatch'],
  ]
  test.each(rows)(
    'with %s changes nothing and calls nobody (P4, P6)',
    async (_what, query, code) => {
      const door = await openFrontDoor()
      const browser = door.newBrowser()
      const back = await door.approve(await browser.visit('/auth/login'))

      const answer = await browser.arrive(`${back.pathname}?${query(back.searchParams)}`)

      expect(errorCode(answer)).toBe(code)
      expect(answer.headers.getSetCookie()).toEqual([])
      expect(door.seen('/v2/oauth/token')).toEqual([])
      expect(location(await browser.arrive(back))).toBe('/profile')
    },
  )

  test('a code of every character that a URL can carry reaches sgID unchanged', async () => {
    const door = await openFrontDoor()
    const browser = door.newBrowser()
    const state = new URL(location(await browser.visit('/auth/login'))).searchParams.get('state')
    const code = 'a+b/c=d%e&f g?h#i'
    await browser.arrive(`/auth/callback?${new URLSearchParams({ code, state: state ?? '' })}`)

    expect(door.seen('/v2/oauth/token')[0]?.form?.['code']).toBe(code)
  })
})

describe('what a browser loads by itself', () => {
  const loads: [string, RequestInit][] = [
    ['a HEAD request', { method: 'HEAD' }],
    ['an OPTIONS request', { method: 'OPTIONS' }],
    ['a prefetch', { headers: { 'Sec-Purpose': 'prefetch', 'Sec-Fetch-Mode': 'navigate' } }],
    ['a prerender', { headers: { 'Sec-Purpose': 'prefetch;prerender' } }],
    ['an old prefetch', { headers: { Purpose: 'prefetch' } }],
    ['an image', { headers: { 'Sec-Fetch-Mode': 'no-cors', 'Sec-Fetch-Dest': 'image' } }],
    ['a frame', { headers: { 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'iframe' } }],
    ['a call of script', { headers: { 'Sec-Fetch-Mode': 'cors', 'Sec-Fetch-Dest': 'empty' } }],
  ]
  test.each(loads)('%s starts and spends nothing (P5)', async (_what, init) => {
    const door = await openFrontDoor()
    const browser = door.newBrowser()
    const back = await door.approve(await browser.visit('/auth/login'))

    for (const path of ['/auth/login', String(back)]) {
      const answer = await browser.request(path, init)
      expect(answer.status).toBeGreaterThanOrEqual(400)
      expect(answer.headers.getSetCookie()).toEqual([])
    }
    expect(door.seen('/v2/oauth/token')).toEqual([])
    expect(location(await browser.arrive(back))).toBe('/profile')
  })
})

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

  test('that the browser had before is ended by a new sign-in that brings its cookie', async () => {
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
    const { data } = await (await browser.call('/auth/userinfo')).json()
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
    expect([ended.status, (await ended.json()).code]).toEqual([401, 'session_expired'])
  })

  test('does not live longer for being asked about (P13)', async () => {
    const door = await openFrontDoor()
    const { browser } = await signIn(door)
    for (const step of [400_000, 400_000, 101_000]) {
      door.clock.now += step
      await browser.call('/auth/session')
    }

    expect(await (await browser.call('/auth/session')).json()).toMatchObject({
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
    expect(await (await browser.call('/auth/session')).json()).toMatchObject({
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
    expect([answer.status, (await answer.json()).code]).toEqual([401, code])
  })

  test('opens and lives on while SESSION_SECRET is replaced (P18)', async () => {
    const door = await openFrontDoor()
    const { browser } = await signIn(door)
    const newest = Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64')
    const rotated = await door.instance({ SESSION_SECRET: `${newest},${door.secret}` })
    const later = await door.instance({ SESSION_SECRET: newest })
    const moved = door.newBrowser(rotated)
    for (const [name, cookie] of browser.cookies) moved.cookies.set(name, cookie)

    expect((await moved.call('/auth/userinfo')).status).toBe(200)
    const lost = door.newBrowser(later)
    for (const [name, cookie] of browser.cookies) lost.cookies.set(name, cookie)
    expect((await lost.call('/auth/userinfo')).status).toBe(401)
  })

  test('a login begun before SESSION_SECRET is replaced is finished after it (P18)', async () => {
    const door = await openFrontDoor()
    const browser = door.newBrowser()
    const back = await door.approve(await browser.visit('/auth/login'))
    const newest = Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64')
    const rotated = door.newBrowser(
      await door.instance({ SESSION_SECRET: `${newest},${door.secret}` }),
    )
    for (const [name, cookie] of browser.cookies) rotated.cookies.set(name, cookie)

    expect(location(await rotated.arrive(back))).toBe('/profile')
  })
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
    const revealed = await browser.call('/auth/userinfo?reveal=myinfo.nric_number')
    expect(await revealed.json()).toMatchObject({
      data: { 'myinfo.nric_number': nric, 'myinfo.name': whole['myinfo.name'] },
      masked: { 'myinfo.passport_number': expect.stringMatching(/^•••••/) },
    })
    expect(await (await browser.call('/auth/userinfo')).text()).toBe(first)
  })

  test('that is not on record has nothing to mask', async () => {
    const door = await openFrontDoor()
    door.simulator.faults.set('userinfo-missing-field')
    const { browser } = await signIn(door, { persona: 'not-on-record' })

    const answer = await (await browser.call('/auth/userinfo')).json()
    expect(answer.masked).toEqual({})
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
    expect([answer.status, (await answer.json()).code]).toEqual([404, 'not_found'])
  })
})

test('a memory store that is full refuses a new sign-in and keeps those who are signed in (P34)', async () => {
  const clock = { now: Date.now() }
  const store = createMemoryStore(() => clock.now, { entries: 4, bytes: 1_000_000 })
  const door = await openFrontDoor({ store })
  const { browser, answer } = await signIn(door)
  expect(location(answer)).toBe('/profile')
  const late = await signIn(door)

  expect(errorCode(late.answer)).toBe('store_unavailable')
  expect((await browser.call('/auth/userinfo')).status).toBe(200)
})
