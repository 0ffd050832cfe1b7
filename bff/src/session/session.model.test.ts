import { UserInfo } from '@sgid-login/shared'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { systemRandom } from '../crypto.ts'
import { nodeCrypto } from '../node-crypto.ts'
import { redacted } from '../observe/redacted.ts'
import { createMemoryStore } from './memory-store.ts'
import { createSessions, type Lookup, sessionPrefix } from './session.ts'
import { createSlots } from './slots.ts'
import type { SessionStore } from './store.ts'

const limits = { idle: 100, absolute: 250, perPerson: 3 }
const secrets = [systemRandom(32)]
const people = ['u=1', 'u=2']
const browsers = 5

/** Two instances over one store. */
async function openService(wire: (store: SessionStore) => SessionStore = (store) => store) {
  const clock = { now: 1_800_000_000_000 }
  const now = () => clock.now
  const store = wire(createMemoryStore(now))
  const parts = { crypto: nodeCrypto, random: systemRandom, now, log, store }
  const options = { ...parts, ...limits, secrets }
  const sessions = [await createSessions(options), await createSessions(options)] as const
  const signIn = async (instance: number, sub: string) => {
    const data = { 'myinfo.name': `NAME OF ${sub}` }
    const cookie = await sessions[instance === 0 ? 0 : 1].start(redacted({ sub, data }), login, log)
    return cookie.split(';')[0] ?? ''
  }
  return { clock, store, sessions, signIn, slots: await createSlots(options) }
}

const instanceOf = ({ sessions }: Service, instance: number) => sessions[instance === 0 ? 0 : 1]

const login = { id: 'login', returnTo: '/', at: 0 }
const log = () => undefined

/** Whose data an answer shows, if anybody's. */
function shown(found: Lookup): string {
  if (typeof found === 'string') return found
  const { sub, data } = UserInfo.parse(
    JSON.parse(new TextDecoder().decode(found.userInfo.reveal())),
  )
  expect(data).toEqual({ 'myinfo.name': `NAME OF ${sub}` })
  return sub
}

/** What ought to be: every session that was ever made, and the one that each browser has. */
interface Model {
  now: number
  made: { sub: string; cookie: string; since: number; active: number; ended: boolean }[]
  jars: (number | undefined)[]
}
type Made = Model['made'][number]
type Service = Awaited<ReturnType<typeof openService>>

const lives = (model: Model, { since, active, ended }: Made) =>
  !ended && model.now < since + limits.absolute * 1000 && model.now < active + limits.idle * 1000

const inJar = (model: Model, browser: number) => model.made[model.jars[browser] ?? -1]

/** Every cookie of all times shows what it ought to; looking changes nothing. */
async function agree(model: Model, { sessions }: Service): Promise<void> {
  const expected = model.made.map((one) => (lives(model, one) ? one.sub : 'ended'))
  const found = await Promise.all(
    model.made.map(({ cookie }) => sessions[0].look({ cookies: cookie, log })),
  )
  expect(found.map(shown)).toEqual(expected)
  for (const sub of people) {
    expect(expected.filter((one) => one === sub).length).toBeLessThanOrEqual(limits.perPerson)
  }
}

type Step = (model: Model, service: Service) => Promise<void>

const command = (name: string, step: Step): fc.AsyncCommand<Model, Service> => ({
  check: () => true,
  toString: () => name,
  async run(model, service) {
    // No two sessions of a person are equally old.
    model.now = ++service.clock.now
    await step(model, service)
    await agree(model, service)
  },
})

const browser = fc.nat(browsers - 1)
const sub = fc.constantFrom(...people)
const instance = fc.nat(1)

const commands = [
  fc.tuple(browser, sub, instance, fc.boolean()).map(([browser, sub, instance, sent]) =>
    command(
      `browser ${browser} signs ${sub} in${sent ? ', sending its cookie' : ''}`,
      async (model, service) => {
        const own = model.made.filter((one) => one.sub === sub && lives(model, one))
        const [oldest] = own
        if (oldest && own.length === limits.perPerson) oldest.ended = true
        const before = inJar(model, browser)
        const cookie = await service.signIn(instance, sub)
        model.jars[browser] = model.made.length
        model.made.push({ sub, cookie, since: model.now, active: model.now, ended: false })
        if (!before || !sent) return
        await service.sessions[0].end({ cookies: before.cookie, log }, 'a test')
        before.ended = true
      },
    ),
  ),
  fc.tuple(browser, instance).map(([browser, instance]) =>
    command(`browser ${browser} reads or extends`, async (model, service) => {
      const one = inJar(model, browser)
      const found = await instanceOf(service, instance).touch({ cookies: one?.cookie, log })
      const alive = one && lives(model, one)
      expect(shown(found)).toBe(one ? (alive ? one.sub : 'ended') : 'none')
      if (alive) one.active = model.now
    }),
  ),
  browser.map((browser) =>
    command(`browser ${browser} signs out`, async (model, service) => {
      const one = inJar(model, browser)
      await service.sessions[0].end({ cookies: one?.cookie, log }, 'a test')
      if (one) one.ended = true
      model.jars[browser] = undefined
    }),
  ),
  sub.map((sub) =>
    command(`an operator ends ${sub}`, async (model, service) => {
      await service.slots.end(sub)
      for (const one of model.made) if (one.sub === sub) one.ended = true
    }),
  ),
  fc.constant(
    command('an operator ends everybody', async (model, service) => {
      await service.store.clear(sessionPrefix)
      for (const one of model.made) one.ended = true
    }),
  ),
  fc.integer({ min: 1, max: 110 }).map((seconds) =>
    command(`${seconds} s pass`, async (model, service) => {
      service.clock.now += seconds * 1000
      model.now = service.clock.now
    }),
  ),
]

test('whatever browsers, people, operators and time do, each cookie shows its own person or nobody (P12 to P16)', async () => {
  await fc.assert(
    fc.asyncProperty(fc.commands(commands, { maxCommands: 40 }), (script) =>
      fc.asyncModelRun(async () => {
        const real = await openService()
        return { model: { now: real.clock.now, made: [], jars: [] }, real }
      }, script),
    ),
    { numRuns: 150 },
  )
})

/** Whoever was signed in before, all who ever were, and the cookies that must not open any more. */
interface Scene {
  service: Service
  jars: { sub: string; cookie: string }[]
  made: { sub: string; cookie: string }[]
  ended: Set<string>
  /** Until somebody is signed out. */
  calm: boolean
}

const acts = [
  fc.tuple(sub, instance).map(([sub, instance]) => async ({ service, made }: Scene) => {
    made.push({ sub, cookie: await service.signIn(instance, sub) })
  }),
  fc.tuple(browser, instance).map(([browser, at]) => async ({ service, jars, ended }: Scene) => {
    const { sub, cookie } = jars[browser] ?? { sub: 'none', cookie: '' }
    const over = ended.has(cookie)
    const found = shown(await instanceOf(service, at).touch({ cookies: cookie, log }))
    expect(over ? ['ended'] : [sub, 'ended']).toContain(found)
  }),
  fc.tuple(browser, instance).map(([browser, at]) => async (scene: Scene) => {
    const { cookie } = scene.jars[browser] ?? { cookie: '' }
    scene.calm = false
    await instanceOf(scene.service, at).end({ cookies: cookie, log }, 'a test')
    if (cookie) scene.ended.add(cookie)
  }),
  sub.map((sub) => async (scene: Scene) => {
    scene.calm = false
    await scene.service.slots.end(sub)
    for (const one of scene.jars) if (one.sub === sub) scene.ended.add(one.cookie)
  }),
]

/** The store, whose every call waits for its turn while `mixed`. */
function inTurns(store: SessionStore, wire: { mixed: boolean }, scheduler: fc.Scheduler) {
  const turn = <Result>(call: () => Promise<Result>) =>
    wire.mixed ? scheduler.schedule(Promise.resolve()).then(call) : call()
  return {
    get: (key) => turn(() => store.get(key)),
    put: (key, value, ttl) => turn(() => store.put(key, value, ttl)),
    touch: (key, ttl) => turn(() => store.touch(key, ttl)),
    take: (key) => turn(() => store.take(key)),
    mark: (key, value, ttl) => turn(() => store.mark(key, value, ttl)),
    clear: (prefix) => store.clear(prefix),
  } satisfies SessionStore
}

test('however the steps of what happens at once are mixed, no session is anybody else’s, outlives its end or lacks a place (P14, P16)', async () => {
  const before = fc.array(sub, { minLength: 1, maxLength: browsers })
  const atOnce = fc.array(fc.oneof(...acts), { minLength: 2, maxLength: 8 })
  const property = fc.asyncProperty(fc.scheduler(), before, atOnce, async (turns, before, acts) => {
    const wire = { mixed: false }
    const service = await openService((store) => inTurns(store, wire, turns))
    const { sessions, slots, signIn, clock } = service
    const jars: Scene['jars'] = []
    for (const sub of before) {
      clock.now++
      jars.push({ sub, cookie: await signIn(0, sub) })
    }
    const scene: Scene = { service, jars, made: [...jars], ended: new Set(), calm: true }

    wire.mixed = true
    await turns.waitFor(Promise.all(acts.map((act) => act(scene))))
    wire.mixed = false

    const { made, ended, calm } = scene
    const look = () =>
      Promise.all(made.map(async ({ cookie }) => sessions[0].look({ cookies: cookie, log })))
    const found = (await look()).map(shown)
    for (const [i, { sub, cookie }] of made.entries()) {
      expect(ended.has(cookie) ? ['ended'] : [sub, 'ended']).toContain(found[i])
    }
    for (const sub of people) {
      const alive = found.filter((one) => one === sub).length
      const all = made.filter((one) => one.sub === sub).length
      expect(alive).toBeLessThanOrEqual(limits.perPerson)
      if (calm) expect(alive).toBe(Math.min(all, limits.perPerson))
      expect(await slots.end(sub)).toBe(alive)
    }
    expect((await look()).map(shown)).toEqual(made.map(() => 'ended'))
  })
  await fc.assert(property, { numRuns: 500 })
})
