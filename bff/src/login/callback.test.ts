import type { ProblemCode } from '@sgid-login/shared'
import { describe, expect, test } from 'vitest'
import type { Bytes } from '../crypto.ts'
import { createMemoryStore } from '../session/memory-store.ts'
import { errorCode, location, openFrontDoor, signIn } from '../testing/front-door.ts'

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

  test('with another code tells nothing of it, for a cache may give two people one login (P2, P22)', async () => {
    const door = await openFrontDoor()
    const [one, other] = [door.newBrowser(), door.newBrowser()]
    const out = await one.visit('/auth/login')
    for (const [name, cookie] of one.cookies) other.cookies.set(name, cookie)
    const backs = [await door.approve(out), await door.approve(out, { persona: 'everything' })]

    expect(location(await one.arrive(String(backs[0])))).toBe('/profile')
    const answer = await other.arrive(String(backs[1]))
    expect(errorCode(answer)).toBe('login_already_used')
    expect(answer.headers.getSetCookie()).toEqual([])
    expect(door.seen('/v2/oauth/token')).toHaveLength(1)
  })

  test('gives a failure again too, with the same reference (P3)', async () => {
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

test('a store that keeps an outcome too long does not make it count for longer (P17)', async () => {
  const clock = { now: Date.now() }
  const store = createMemoryStore(() => clock.now)
  const forgetful = { ...store, put: (key: string, value: Bytes) => store.put(key, value, 9999) }
  const door = await openFrontDoor({ store: forgetful })
  const browser = door.newBrowser()
  const back = await door.approve(await browser.visit('/auth/login'))
  door.simulator.faults.set('token-500', { times: 1 })
  expect(errorCode(await browser.arrive(back))).toBe('idp_unavailable')
  door.clock.now += 61_000

  expect(errorCode(await browser.arrive(back))).toBe('login_already_used')
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
    [
      'nine hundred parameters',
      (q) => `${q}${Array.from({ length: 900 }, (_, i) => `&x${i}=some`).join('')}`,
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

test('a callback that names another issuer is refused, and one that names sgID is not (P11)', async () => {
  const door = await openFrontDoor()
  const browser = door.newBrowser()
  const back = await door.approve(await browser.visit('/auth/login'))
  back.searchParams.set('iss', 'https://evil.test/v2')
  expect(errorCode(await browser.arrive(back))).toBe('login_mismatch')
  expect(door.seen('/v2/oauth/token')).toEqual([])
  back.searchParams.set('iss', 'https://sgid.test/v2')

  expect(location(await browser.arrive(back))).toBe('/profile')
})

describe('what a browser loads by itself', () => {
  const loads: [string, RequestInit][] = [
    ['a HEAD request', { method: 'HEAD' }],
    ['an OPTIONS request', { method: 'OPTIONS' }],
    ['a prefetch', { headers: { 'Sec-Purpose': 'prefetch', 'Sec-Fetch-Mode': 'navigate' } }],
    ['a prerender', { headers: { 'Sec-Purpose': 'prefetch;prerender' } }],
    ['an old prefetch', { headers: { Purpose: 'prefetch' } }],
    ['an image', { headers: { 'Sec-Fetch-Mode': 'no-cors', 'Sec-Fetch-Dest': 'image' } }],
    ['a load that only says it is no navigation', { headers: { 'Sec-Fetch-Mode': 'no-cors' } }],
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
