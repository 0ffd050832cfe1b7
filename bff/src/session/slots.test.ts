import { describe, expect, test } from 'vitest'
import { systemRandom, utf8 } from '../crypto.ts'
import { BffError } from '../errors.ts'
import { nodeCrypto } from '../node-crypto.ts'
import type { EventName } from '../observe/events.ts'
import { redacted } from '../observe/redacted.ts'
import { createMemoryStore } from './memory-store.ts'
import { createSessions } from './session.ts'
import { createSlots } from './slots.ts'
import type { SessionStore } from './store.ts'

const secret = systemRandom(32)
const login = { id: 'login', returnTo: '/', at: 0 }
const visit = (cookies: string | undefined) => ({ cookies, log: () => undefined })

/** Sessions over a store whose calls are recorded, and may be intercepted. */
async function openSessions({ perPerson = 5, secrets = [secret], store = openStore() } = {}) {
  const log: EventName[] = []
  const write = (event: EventName) => void log.push(event)
  const options = {
    crypto: nodeCrypto,
    random: systemRandom,
    now: () => store.clock.now,
    log: write,
    store: store.port,
    secrets,
    idle: 900,
    absolute: 14_400,
    perPerson,
  }
  const [sessions, slots] = await Promise.all([createSessions(options), createSlots(options)])

  return {
    sessions,
    slots,
    store,
    log,
    /** Signs a person in, a second after the one before. @returns the `Cookie` header */
    async signIn(sub = 'u=1') {
      store.clock.now += 1000
      const cookie = await sessions.start(redacted({ sub, data: {} }), login, write)
      return cookie.split(';')[0]
    },
    /** Whether each of the cookies is of somebody who is signed in. */
    alive: (cookies: (string | undefined)[]) =>
      Promise.all(
        cookies.map(async (one) => typeof (await sessions.look(visit(one))) === 'object'),
      ),
  }
}

function openStore() {
  const clock = { now: 1_800_000_000_000 }
  const inner = createMemoryStore(() => clock.now)
  const calls: string[] = []
  /** What happens, once, just before a call like this one. */
  const before: { call?: string; happens?: () => Promise<unknown> } = {}
  const meet = async (call: string) => {
    calls.push(call)
    if (before.call === undefined || !call.startsWith(before.call)) return
    delete before.call
    await before.happens?.()
  }
  const port: SessionStore = {
    get: (key) => meet(`get ${key}`).then(() => inner.get(key)),
    put: (key, value, ttl) => meet(`put ${key}`).then(() => inner.put(key, value, ttl)),
    touch: (key, ttl) => meet(`touch ${key}`).then(() => inner.touch(key, ttl)),
    take: (key) => meet(`take ${key}`).then(() => inner.take(key)),
    mark: (key, value, ttl) => meet(`mark ${key}`).then(() => inner.mark(key, value, ttl)),
    clear: (prefix) => inner.clear(prefix),
  }
  return { clock, inner, port, calls, before }
}

describe('a person who signs in once too often (P16)', () => {
  test('loses the oldest session, and nobody else loses one', async () => {
    const { signIn, alive, log } = await openSessions()
    const other = await signIn('u=2')
    const cookies = []
    for (let i = 0; i < 7; i++) cookies.push(await signIn())

    expect(await alive(cookies)).toEqual([false, false, true, true, true, true, true])
    expect(await alive([other])).toEqual([true])
    expect(log.filter((event) => event === 'session.ended')).toHaveLength(2)
  })

  test('loses none that lives while there is one that is over', async () => {
    const { signIn, alive, sessions, log } = await openSessions({ perPerson: 3 })
    const cookies = [await signIn(), await signIn(), await signIn()]
    await sessions.end(visit(cookies[1]), 'a test')
    cookies.push(await signIn())

    expect(await alive(cookies)).toEqual([true, false, true, true])
    expect(log).not.toContain('session.ended')
  })

  test('may have just one, where the setting says so', async () => {
    const { signIn, alive } = await openSessions({ perPerson: 1 })

    expect(await alive([await signIn(), await signIn()])).toEqual([false, true])
  })

  test('loses the oldest also when an older secret named its place (P18)', async () => {
    const { signIn, store, slots } = await openSessions({ perPerson: 2 })
    const old = [await signIn(), await signIn()]
    const secrets = [systemRandom(32), secret]
    const rotated = await openSessions({ perPerson: 2, secrets, store })
    const fresh = await rotated.signIn()

    expect(await rotated.alive([...old, fresh])).toEqual([false, true, true])
    expect(await slots.end('u=1')).toBe(1)
    expect(await rotated.alive([...old, fresh])).toEqual([false, false, true])
    expect(await rotated.slots.end('u=1')).toBe(1)
  })
})

describe('two sign-ins of one person that meet (P16)', () => {
  test('never end one session both, so that neither is left without a place', async () => {
    const { signIn, alive, store, slots } = await openSessions({ perPerson: 1 })
    const cookies = [await signIn()]
    const attempts = () => store.calls.filter((call) => call.startsWith('mark x:')).length
    let late: Promise<string | undefined> | undefined
    store.before.call = 'take s:'
    store.before.happens = async () => {
      late = signIn()
      await expect.poll(attempts).toBeGreaterThan(1)
    }
    cookies.push(await signIn(), await late)

    expect(await alive(cookies)).toEqual([false, false, true])
    expect(await slots.end('u=1')).toBe(1)
  })

  test('are not misled by a place whose time ends between them', async () => {
    const { signIn, alive, store } = await openSessions({ perPerson: 1 })
    await signIn()
    store.clock.now += 14_398_000
    const cookies: (string | undefined)[] = []
    store.before.call = 'mark x:'
    store.before.happens = async () => {
      store.clock.now += 1000
      cookies.push(await signIn())
    }
    cookies.push(await signIn())

    expect((await alive(cookies)).filter(Boolean)).toHaveLength(1)
  })
})

describe('a sign-in that gets no place', () => {
  test('for others always come first, leaves no session behind', async () => {
    const store = openStore()
    const port = { ...store.port, mark: async () => false }
    const { signIn } = await openSessions({ store: { ...store, port } })

    await expect(signIn()).rejects.toMatchObject({ code: 'store_unavailable' })
    expect(await store.inner.clear('')).toBe(0)
  })

  test('for the store went away in between, leaves no session behind', async () => {
    const { signIn, store } = await openSessions()
    store.before.call = 'mark p:'
    store.before.happens = async () => {
      throw new BffError('store_unavailable', 'the store cannot be reached')
    }

    await expect(signIn()).rejects.toThrow('cannot be reached')
    expect(await store.inner.clear('')).toBe(0)
  })
})

test('an operator ends every session of one person, and of nobody else (P16)', async () => {
  const { signIn, alive, slots } = await openSessions()
  const [one, two, other] = [await signIn(), await signIn(), await signIn('u=2')]

  expect(await slots.end('u=1')).toBe(2)
  expect(await alive([one, two, other])).toEqual([false, false, true])
  expect(await slots.end('u=1')).toBe(0)
  expect(await slots.end('u=3')).toBe(0)
})

test('an operator ends also those that stand beyond a limit that was lowered (P16)', async () => {
  const { signIn, store } = await openSessions({ perPerson: 20 })
  for (let i = 0; i < 20; i++) await signIn()

  expect(await (await openSessions({ perPerson: 1, store })).slots.end('u=1')).toBe(20)
})

test('what somebody wrote into a place of the store is no session, and no error (P17)', async () => {
  const { signIn, alive, store } = await openSessions({ perPerson: 1 })
  await signIn()
  const name = store.calls.find((call) => call.startsWith('mark p:'))?.slice(5) ?? ''
  await store.inner.put(name, utf8('\u0000'), 900)

  expect(await alive([await signIn()])).toEqual([true])
})

test('a place names its person to nobody, and the same in no other service (P17)', async () => {
  const { signIn, store } = await openSessions()
  await signIn('u=1')
  const { signIn: elsewhere, store: theirs } = await openSessions({ secrets: [systemRandom(32)] })
  await elsewhere('u=1')

  const names = [store, theirs].map(({ calls }) => calls.filter((call) => / p:/.test(call)).join())
  expect(names[0]).not.toContain('u=1')
  expect(names[0]).not.toBe(names[1])
})

test('reading a session asks the store once, whatever the limit is', async () => {
  const { signIn, sessions, store } = await openSessions()
  const cookie = await signIn()
  store.calls.length = 0
  await sessions.look(visit(cookie))
  await sessions.touch(visit(cookie))

  expect(store.calls.map((call) => call.replace(/:.*/, ':'))).toEqual(['get s:', 'touch s:'])
})
