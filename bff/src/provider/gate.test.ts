import { describe, expect, test, vi } from 'vitest'
import { createMemoryStore } from '../session/memory-store.ts'
import type { SessionStore } from '../session/store.ts'
import type { Browser } from '../testing/browser.ts'
import {
  errorCode,
  type FrontDoor,
  location,
  openFrontDoor,
  session,
  signIn,
  userInfo,
} from '../testing/front-door.ts'

/** Browsers that have been to sgID, on their way back. */
async function onTheirWay(door: FrontDoor, count: number, returnTo = '/profile') {
  const begin = async () => {
    const browser = door.newBrowser()
    const out = await browser.visit(`/auth/login?returnTo=${encodeURIComponent(returnTo)}`)
    return { browser, back: await door.approve(out) }
  }
  return Promise.all(Array.from({ length: count }, begin))
}

const events = (door: FrontDoor) =>
  door.log.map(({ event }) => event).filter((event) => event.startsWith('idp.'))
const probes = (door: FrontDoor) => door.seen('/v2/.well-known/jwks.json').length
const marks = (door: FrontDoor) => [...door.stored.keys()].filter((key) => key.startsWith('m:'))

/** A front door whose sgID answers so many token requests, and then none until it is told to. */
async function heldDoor(places: number, answered = 0) {
  const { promise: released, resolve: release } = Promise.withResolvers<void>()
  let seen = 0
  const door = await openFrontDoor({
    places,
    tamper: async (url, answer) => {
      if (url.endsWith('/token') && ++seen > answered) await released
      return answer
    },
  })
  return { door, release }
}

const tokenRequests = (door: FrontDoor, count: number) =>
  vi.waitFor(() => expect(door.seen('/v2/oauth/token')).toHaveLength(count), 30_000)

describe('when all places for sign-ins in progress are taken (P26)', () => {
  test('the next is refused before anything is spent, and works a moment later', async () => {
    const { door, release } = await heldDoor(2)
    const [first, second, third] = await onTheirWay(door, 3, '/zh/profile')
    if (!first || !second || !third) throw new Error('too few')
    const inProgress = [first, second].map(({ browser, back }) => browser.arrive(back))
    await tokenRequests(door, 2)
    const refused = await third.browser.arrive(third.back)

    expect(location(refused)).toMatch(/^\/zh\/error\/idp_unavailable\?ref=/)
    expect([refused.status, refused.headers.get('Retry-After')]).toEqual([303, '5'])
    expect(refused.headers.getSetCookie()).toEqual([])
    expect([marks(door).length, door.seen('/v2/oauth/token').length]).toEqual([2, 2])
    release()
    expect((await Promise.all(inProgress)).map(location)).toEqual(['/zh/profile', '/zh/profile'])
    expect(location(await third.browser.arrive(third.back))).toBe('/zh/profile')
  })

  test('a login in progress that is delivered again still gets its one outcome (P3)', async () => {
    const { door, release } = await heldDoor(1)
    const [login] = await onTheirWay(door, 1)
    if (!login) throw new Error('too few')
    const first = login.browser.arrive(login.back)
    await tokenRequests(door, 1)
    const again = login.browser.arrive(login.back)
    release()

    expect((await Promise.all([first, again])).map(location)).toEqual(['/profile', '/profile'])
    expect(door.seen('/v2/oauth/token')).toHaveLength(1)
  })

  test('a login that has failed is told so again', async () => {
    const { door, release } = await heldDoor(1, 1)
    const [failing, slow] = await onTheirWay(door, 2)
    if (!failing || !slow) throw new Error('too few')
    door.simulator.faults.set('token-400-empty', { times: 1 })
    const failed = location(await failing.browser.arrive(failing.back))
    const inProgress = slow.browser.arrive(slow.back)
    await tokenRequests(door, 2)

    expect(failed).toContain('/error/idp_bad_response')
    expect(location(await failing.browser.arrive(failing.back))).toBe(failed)
    release()
    await inProgress
  })

  test('one who waits for the outcome of another delivery takes no place from others', async () => {
    const { door, release } = await heldDoor(2)
    const [login, other] = await onTheirWay(door, 2)
    if (!login || !other) throw new Error('too few')
    const deliveries = Array.from({ length: 3 }, () => login.browser.arrive(login.back))
    await vi.waitFor(() => expect(marks(door)).toHaveLength(1), 30_000)
    const others = other.browser.arrive(other.back)
    await tokenRequests(door, 2)
    release()

    expect(location(await others)).toBe('/profile')
    await Promise.all(deliveries)
  })

  test('places come back from sign-ins that fail', async () => {
    const door = await openFrontDoor({ places: 1 })
    door.simulator.faults.set('token-400-empty', { times: 3 })
    for (let i = 0; i < 3; i++) await signIn(door)

    expect(location((await signIn(door)).answer)).toBe('/profile')
  })
})

test('the store of a login that is let through is asked for nothing but what it keeps', async () => {
  const inner = createMemoryStore()
  const calls: string[] = []
  const heard = <Key extends string, Result>(name: string, call: (key: Key) => Result) => {
    return (key: Key) => {
      calls.push(`${name} ${key.slice(0, 2)}`)
      return call(key)
    }
  }
  const store: SessionStore = {
    get: heard('get', inner.get),
    take: heard('take', inner.take),
    touch: (key, ttl) => heard('touch', () => inner.touch(key, ttl))(key),
    put: (key, value, ttl) => heard('put', () => inner.put(key, value, ttl))(key),
    mark: (key, value, ttl) => heard('mark', () => inner.mark(key, value, ttl))(key),
    clear: heard('clear', inner.clear),
  }
  await signIn(await openFrontDoor({ store }))

  // Beside the person's places.
  const calledFor = calls.filter((call) => !call.endsWith('p:'))
  expect(calledFor).toEqual(['mark m:', 'put s:', 'put o:'])
})

describe('when sgID has not answered five sign-ins in a row (P30)', () => {
  /** @returns browsers that came too late to be told by sgID itself */
  async function down(fault: Parameters<FrontDoor['simulator']['faults']['set']>[0], late = 1) {
    const door = await openFrontDoor({ timeouts: { token: fault === 'token-hang' ? 3 : 600 } })
    const signedIn = (await signIn(door)).browser
    const [victims, waiting] = [
      await onTheirWay(door, 5),
      await onTheirWay(door, late, '/ms/profile'),
    ]
    door.simulator.faults.set(fault)
    const answers = await Promise.all(victims.map(({ browser, back }) => browser.arrive(back)))
    expect(answers.map(errorCode)).toEqual(Array(5).fill('idp_unavailable'))
    door.simulator.clearLog()
    return { door, signedIn, waiting }
  }

  test.each(['token-500', 'token-503', 'token-429', 'token-hang', 'token-reset'] as const)(
    'a login ends at once in a page that says so, in the language of the person: %s',
    async (fault) => {
      const { door } = await down(fault)
      const answer = await door.newBrowser().visit('/auth/login?returnTo=/ta/profile')

      expect(location(answer)).toMatch(/^\/ta\/error\/idp_unavailable\?ref=/)
      expect([answer.status, answer.headers.get('Retry-After')]).toEqual([303, '5'])
      expect(answer.headers.getSetCookie()).toEqual([])
    },
  )

  test('people who are signed in go on', async () => {
    const { door, signedIn } = await down('token-500')

    expect((await userInfo(signedIn)).sub).toMatch(/^u=/)
    expect(location(await signedIn.visit('/auth/login?returnTo=/ms/profile'))).toBe('/ms/profile')
    expect(await session(signedIn)).not.toHaveProperty('signIn')
    expect(events(door)).toEqual(['idp.lost'])
  })

  test('a page that asks is told that nobody can sign in, until sgID answers again', async () => {
    const { door } = await down('token-500')
    const browser = door.newBrowser()
    const scopes = ['openid', 'myinfo.name', 'myinfo.nric_number']

    expect(await (await browser.call('/auth/session')).json()).toEqual({
      authenticated: false,
      scopes,
      signIn: 'unavailable',
    })
    door.clock.now += 5000
    await recovered(door, browser)
    expect(await (await browser.call('/auth/session')).json()).toEqual({
      authenticated: false,
      scopes,
    })
  })

  test('a callback spends nothing, and works when sgID is back', async () => {
    const { door, waiting } = await down('token-500')
    const [late] = waiting
    if (!late) throw new Error('too few')
    const refused = await late.browser.arrive(late.back)
    expect(location(refused)).toMatch(/^\/ms\/error\/idp_unavailable\?ref=/)
    expect(refused.headers.get('Retry-After')).toBe('5')
    expect(door.seen('/v2/oauth/token')).toEqual([])

    door.simulator.faults.clear()
    door.clock.now += 5000
    await recovered(door, late.browser)
    expect(location(await late.browser.arrive(late.back))).toBe('/ms/profile')
    expect(events(door)).toEqual(['idp.lost', 'idp.back'])
  })

  test('what an earlier callback came to is told again', async () => {
    const door = await openFrontDoor()
    const [...logins] = await onTheirWay(door, 5)
    door.simulator.faults.set('token-500')
    const ends: string[] = []
    for (const { browser, back } of logins) ends.push(location(await browser.arrive(back)))
    const [first] = logins
    if (!first) throw new Error('too few')

    expect(location(await first.browser.arrive(first.back))).toBe(ends[0])
  })

  test('sgID is asked for its keys every five seconds at most, and only when somebody comes', async () => {
    const { door } = await down('token-500', 0)
    door.simulator.faults.set('jwks-500')
    const crowd = () =>
      Promise.all(Array.from({ length: 5 }, () => door.newBrowser().visit('/auth/login')))
    await crowd()
    expect(probes(door)).toBe(0)

    for (let round = 1; round <= 3; round++) {
      door.clock.now += 5000
      await crowd()
      // A probe that fails is repeated once, like every fetch of the keys.
      await vi.waitFor(() => expect(probes(door)).toBe(2 * round), 30_000)
      await crowd()
      expect(probes(door)).toBe(2 * round)
    }
    expect(events(door)).toEqual(['idp.lost'])
  })

  test('after a good probe one more failure is enough, until a sign-in has had its answers', async () => {
    const { door, waiting } = await down('token-500', 9)
    const next = async () => {
      const login = waiting.pop()
      if (!login) throw new Error('too few')
      return errorCode(await login.browser.arrive(login.back)) ?? 'signed in'
    }
    const visitor = door.newBrowser()
    door.clock.now += 5000
    await recovered(door, visitor)
    expect(await next()).toBe('idp_unavailable')
    expect(errorCode(await visitor.visit('/auth/login'))).toBe('idp_unavailable')
    expect(events(door)).toEqual(['idp.lost'])

    door.simulator.faults.clear()
    door.clock.now += 5000
    await recovered(door, visitor)
    expect(await next()).toBe('signed in')
    expect(events(door)).toEqual(['idp.lost', 'idp.back'])
    door.simulator.faults.set('token-500', { times: 4 })
    for (let i = 0; i < 4; i++) expect(await next()).toBe('idp_unavailable')
    expect(await next()).toBe('signed in')
  })

  test('a line of the log says why, and one says that it is over', async () => {
    const { door } = await down('token-503')
    const line = door.log.find(({ event }) => event === 'idp.lost')

    expect(line?.fields).toEqual({ code: 'idp_unavailable', reason: 'sgID answered 503' })
  })
})

/** Until the gate has heard that a probe was answered. */
async function recovered(door: FrontDoor, browser: Browser): Promise<void> {
  await session(browser)
  await vi.waitFor(async () => {
    const answer = await door.newBrowser().call('/auth/session')
    expect(await answer.json()).not.toHaveProperty('signIn')
  }, 30_000)
}

test('sign-ins that sgID refuses, however many, close nothing: it is there (P30)', async () => {
  const door = await openFrontDoor()
  const faults = ['token-400-invalid-grant', 'id-token-wrong-nonce', 'userinfo-401'] as const
  for (const fault of faults) {
    door.simulator.faults.clear()
    door.simulator.faults.set(fault)
    for (let i = 0; i < 3; i++) await signIn(door)
  }
  door.simulator.faults.clear()

  expect(location((await signIn(door)).answer)).toBe('/profile')
})

test('failures that are not in a row close nothing (P30)', async () => {
  const door = await openFrontDoor()
  for (let round = 0; round < 3; round++) {
    door.simulator.faults.set('token-500', { times: 4 })
    for (let i = 0; i < 4; i++) await signIn(door)
    door.simulator.faults.set('token-400-invalid-grant', { times: 1 })
    await signIn(door)
  }

  expect(location((await signIn(door)).answer)).toBe('/profile')
  expect(events(door)).toEqual([])
})
