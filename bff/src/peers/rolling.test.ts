import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Bff, freePort, startBff } from '@sgid-login/e2e/bff'
import { startRedis } from '@sgid-login/e2e/redis'
import { demoService } from '@sgid-login/e2e/stack'
import { paths } from '@sgid-login/shared'
import { createClient } from 'redis'
import { personas } from 'sgid-simulator'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as z from 'zod'
import { absent, documentedNginx, startNginx } from './node-front.ts'
import { count, startLoad } from './node-load.ts'
import { createPerson, type Person } from './node-person.ts'
import { startSwitch } from './node-switch.ts'

const Body = z.object({ code: z.string().optional(), sub: z.string().optional() })

/** Logins a second. */
const rate = 50
/** Milliseconds for a process to end what it began: more than it takes itself. */
const patience = 20_000
const stayers = ['plain', 'everything', 'lists']
const missing = ['nginx', 'redis-server'].filter(absent)
const without = missing.map((name) => `, ${name} is not on the PATH`).join('')

describe.skipIf(missing.length > 0)(`three instances under load${without}`, () => {
  let service: Awaited<ReturnType<typeof startService>>
  beforeAll(async () => {
    service = await startService('directly')
  })
  afterAll(() => service.stop())

  test('are restarted one after another, and no login fails (P32)', async () => {
    const early = await service.signedIn('plain')
    const load = startLoad(rate, service.login)
    const codes = []
    for (const instance of [0, 1, 2]) {
      await load.more(rate)
      codes.push(await service.restart(instance, 'SIGTERM'))
    }
    await load.more(rate)
    const ends = await load.end()

    expect(count(ends)).toEqual({ 'own details': ends.length })
    expect(ends.length).toBeGreaterThan(4 * rate)
    expect(codes).toEqual([0, 0, 0])
    expect(await early()).toBe('own details')
    expect(service.spentTwice()).toEqual([])
  })

  test('of which one is killed lose what it had in hand, and nothing else (P3, P32)', async () => {
    const early = await service.signedIn('plain')
    const load = startLoad(rate, service.login)
    await load.more(rate)
    const inFlight = load.inFlight()
    const dead = service.restart(1, 'SIGKILL')
    const seen = []
    for (let look = 0; look < 20; look++) seen.push(await early())
    await dead
    const before = load.come()
    await load.more(load.inFlight() + rate)
    const ends = await load.end()
    const failed = ends.filter((end) => end !== 'own details')

    expect(count(seen)).toEqual({ 'own details': 20 })
    expect(failed.length).toBeLessThanOrEqual(inFlight + 1)
    // nginx asked another instance, which knew of the login: a page says so, nobody is stuck.
    for (const end of failed) expect(end).toMatch(/^sent to \/error\/login_already_used/)
    expect(count(ends.slice(before))).toEqual({ 'own details': ends.length - before })
    expect(service.spentTwice()).toEqual([])
  })

  test('ask for no token twice when one is killed with requests for tokens under way (P3, P27)', async () => {
    const people = Array.from({ length: 9 }, () => service.person('plain'))
    const backs: URL[] = []
    for (const person of people) {
      backs.push(await person.agree(await person.visit(paths.login)))
    }
    service.forgetRequests()
    service.sgid.simulator.faults.set('token-hang', { times: backs.length })
    const answers = people.map(async (person, i) => person.arrive(backs[i] ?? ''))
    await until(async () => service.tokenRequests().length === backs.length)
    await service.restart(2, 'SIGKILL')
    const ends = (await Promise.all(answers)).map(where)
    const again = await Promise.all(people.map((person) => service.login(person)))

    const hung = ends.filter((end) => end.startsWith('sent to /error/idp_unavailable'))
    const lost = ends.filter((end) => end.startsWith('sent to /error/login_already_used'))
    expect(hung.length + lost.length).toBe(backs.length)
    expect(lost.length).toBeGreaterThan(0)
    expect(count(again)).toEqual({ 'own details': people.length })
    expect(service.tokenRequests().length).toBe(2 * backs.length)
    expect(service.spentTwice()).toEqual([])
  })

  test('say that they stop until their last login has ended (P32)', async () => {
    const person = service.person('plain', 0)
    const back = await person.agree(await person.visit(paths.login))
    service.forgetRequests()
    service.sgid.simulator.faults.set('token-hang', { times: 1 })
    const answer = person.arrive(back)
    await until(async () => service.tokenRequests().length === 1)
    service.signal(0, 'SIGTERM')
    await until(async () => (await service.ask(0, '/readyz'))[0] !== 200)
    const ready = await service.ask(0, '/readyz')
    const alive = await service.ask(0, '/livez')

    expect(ready).toEqual([503, 'stopping\n'])
    expect(alive).toEqual([200, 'ok\n'])
    expect(where(await answer)).toMatch(/^sent to \/error\/idp_unavailable/)
    expect(await service.restart(0, 'SIGTERM')).toBe(0)
  })
})

describe.skipIf(missing.length > 0)(`three instances and a Redis that fails over${without}`, () => {
  let service: Awaited<ReturnType<typeof startService>>
  beforeAll(async () => {
    service = await startService('by the switch')
  })
  afterAll(() => service.stop())

  test('show nobody anything wrong while Redis fails over to its replica (P17, P29)', async () => {
    const people = await Promise.all(stayers.map(service.signedIn))
    const load = startLoad(rate / 2, service.login)
    await load.more(rate)
    await service.redis.inStep()
    const seen: string[] = []
    let watching = true
    const watch = people.map(async (look) => {
      while (watching) {
        seen.push(await look())
        await sleep(20)
      }
    })
    await service.redis.failOver(() => until(async () => seen.includes('store_unavailable')))
    await service.ready()
    expect(await Promise.all(people.map((look) => look()))).toEqual(people.map(() => 'own details'))
    watching = false
    await Promise.all(watch)
    const before = load.come()
    await load.more(load.inFlight() + rate)
    const ends = await load.end()

    expect(Object.keys(count(seen)).toSorted()).toEqual(['own details', 'store_unavailable'])
    for (const end of ends.filter((end) => end !== 'own details')) {
      // Its marker or its session went with the primary, or nobody could tell.
      expect(end).toMatch(
        /^sent to \/error\/(store_unavailable|login_already_used)|^store_unav|^session_/,
      )
    }
    expect(count(ends.slice(before))).toEqual({ 'own details': ends.length - before })
    expect(service.spentTwice()).toEqual([])
  })

  test('lose what the replica had not heard of: a session, a log-out, a marker, and no details (P3, P17)', async () => {
    const early = service.person('everything')
    await early.signIn()
    await service.redis.inStep()
    // From here on the replica hears nothing.
    await service.redis.part()
    const cookie = cookies(early)
    const out = await early.call(paths.logout, { method: 'POST' })
    const late = service.person('plain')
    const back = await late.agree(await late.visit(paths.login))
    const transaction = cookies(late)
    service.forgetRequests()
    const first = await late.arrive(back)
    await service.redis.failOver()
    await service.ready()
    const held = await late.call(paths.userInfo)
    const again = await late.call(paths.userInfo, { headers: { Cookie: cookie } })
    const second = await late.arrive(back, { Cookie: transaction })

    expect([out.status, where(first)]).toEqual([204, 'sent to /profile'])
    expect([held.status, await held.json()]).toMatchObject([401, { code: 'session_expired' }])
    // Nobody but the person had this cookie, and their browser has thrown it away.
    expect([again.status, await again.json()]).toMatchObject([
      200,
      { data: { 'myinfo.name': 'LIM MADE UP' } },
    ])
    // Without the marker the code is sent once more: sgID takes each once.
    expect(service.tokenRequests().map(({ status }) => status)).toEqual([200, 400])
    expect(where(second)).toMatch(/^sent to \/error\//)
    expect(second.headers.getSetCookie()).toEqual([])
  })
})

/** @throws {Error} when it does not become true in half a minute */
async function until(isTrue: () => Promise<boolean>): Promise<void> {
  for (let look = 0; look < 600; look++) {
    if (await isTrue()) return
    await sleep(50)
  }
  throw new Error('it never came true')
}

function where(answer: Response): string {
  return `sent to ${answer.headers.get('Location') ?? `nowhere: ${answer.status}`}`
}

function cookies(person: Person): string {
  return [...person.cookies].map(([name, { value }]) => `${name}=${value}`).join('; ')
}

/**
 * Three BFFs behind nginx as documented, and a Redis with a replica.
 *
 * @param way to Redis: by the switch it can fail over. It is two waits more for each call, where
 * processors are scarce
 */
async function startService(way: 'directly' | 'by the switch') {
  const port = await freePort()
  const { sgid, settings } = await demoService({ port, sgidPort: 0 })
  const redis = await startPair()
  const shared = {
    ...settings,
    RATE_LIMIT_PER_MINUTE: '0',
    SESSION_MAX_PER_PERSON: '20',
    SESSION_STORE: way === 'directly' ? redis.direct : redis.url,
    SESSION_SECRET: randomBytes(32).toString('base64'),
  }
  const ports = await Promise.all([0, 1, 2].map(async () => [await freePort(), await freePort()]))
  const bffs: Bff[] = []
  const begin = async (instance: number) => {
    const [port = 0, admin = 0] = ports[instance] ?? []
    bffs[instance] = await startBff({ port, settings: { ...shared, ADMIN_PORT: `${admin}` } })
    await ready(instance)
  }
  const ready = (instance: number) => until(async () => (await ask(instance, '/readyz'))[0] === 200)
  const ask = async (instance: number, path: string) => {
    const answer = await fetch(`http://localhost:${ports[instance]?.[1]}${path}`)
    return [answer.status, await answer.text()]
  }
  const addressOf = (instance: number) => `http://127.0.0.1:${ports[instance]?.[0]}`
  await Promise.all([0, 1, 2].map(begin))
  const front = await startNginx(documentedNginx([0, 1, 2].map(addressOf)))

  // A person has twenty sessions at most: those who stay are not among those who come and go.
  const comers = Object.keys(personas).filter((name) => !stayers.includes(name))
  /** Persona → the person that the service takes them for. */
  const subs = new Map<string, string>()
  /** Token requests that the simulator's own log no longer has room for. */
  const earlier: ReturnType<typeof sgid.simulator.log> = []
  const requests = () => {
    earlier.push(...sgid.simulator.log().filter(({ path }) => path === '/v2/oauth/token'))
    sgid.simulator.clearLog()
    return earlier
  }

  const person = (persona: string, instance?: number) => {
    const url = () => (instance === undefined ? front.url : addressOf(instance))
    return createPerson({ persona, url, origin: `http://localhost:${port}` })
  }
  /** What a person sees of themselves. */
  const look = async (who: Person, persona: string): Promise<string> => {
    const answer = await who.call(paths.userInfo)
    if (!answer.ok && answer.headers.get('Content-Type') !== 'application/problem+json')
      return `status ${answer.status}`
    const body = Body.parse(await answer.json())
    if (body.code !== undefined) return body.code
    if (!subs.has(persona)) subs.set(persona, body.sub ?? '')
    return subs.get(persona) === body.sub ? 'own details' : 'DETAILS OF ANOTHER'
  }

  return {
    sgid,
    redis,
    person,
    ask,
    /** Resolves when all of them can serve. */
    ready: () => Promise.all([0, 1, 2].map(ready)),
    signal: (instance: number, signal: NodeJS.Signals) => bffs[instance]?.signal(signal),
    /** One person logs in and looks at their details. @returns how it ended */
    async login(who?: Person): Promise<string> {
      requests()
      const persona = who ? 'plain' : (comers[Math.floor(Math.random() * comers.length)] ?? '')
      const somebody = who ?? person(persona)
      const back = await somebody.signIn('/profile')
      return where(back) === 'sent to /profile' ? look(somebody, persona) : where(back)
    },
    async signedIn(persona: string) {
      const who = person(persona)
      await who.signIn()
      return () => look(who, persona)
    },
    forgetRequests() {
      requests()
      earlier.length = 0
    },
    tokenRequests: () => [...requests()],
    /** Codes for which more than one token was asked, ever. */
    spentTwice: () =>
      Object.entries(count(requests().map(({ form }) => form?.['code'] ?? ''))).filter(
        ([, times]) => times > 1,
      ),
    /** @returns its exit code; null when it was killed */
    async restart(instance: number, signal: NodeJS.Signals) {
      const code = await bffs[instance]?.stop(signal, patience)
      await begin(instance)
      return code
    },
    async stop() {
      await Promise.all([front.stop(), ...bffs.map((bff) => bff.stop())])
      await redis.stop()
      await sgid.close()
    },
  }
}

/** A Redis and its replica, one after another, at one address. */
async function startPair() {
  let primary = await startRedis()
  let replica = await startRedis({ replicaOf: primary.port })
  const address = await startSwitch(primary.port)
  const tell = async (port: number, ...command: string[]) => {
    const client = await createClient({ url: `redis://127.0.0.1:${port}` }).connect()
    const answer = await client.sendCommand(command)
    client.destroy()
    return answer
  }
  /** Resolves when the replica has all that was written. */
  const inStep = () =>
    until(async () => Number(await tell(primary.port, 'WAIT', '1', '1000')) === 1)
  const part = () => tell(replica.port, 'REPLICAOF', 'NO', 'ONE')
  await inStep()

  return {
    url: `redis://127.0.0.1:${address.port}`,
    direct: primary.url,
    inStep,
    part,
    /** The primary dies, and after a while its replica takes its place and gets one of its own. */
    async failOver(meanwhile?: () => Promise<void>) {
      await primary.stop()
      await meanwhile?.()
      await part()
      address.to(replica.port)
      primary = replica
      replica = await startRedis({ replicaOf: primary.port })
    },
    async stop() {
      await address.stop()
      await Promise.all([primary.stop(), replica.stop()])
    },
  }
}
