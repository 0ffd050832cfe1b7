import { randomBytes } from 'node:crypto'
import { type Bff, freePort, startBff } from '@sgid-login/e2e/bff'
import { startRedis } from '@sgid-login/e2e/redis'
import { demoService } from '@sgid-login/e2e/stack'
import { createClient } from 'redis'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { absent, documentedNginx, type Front, startNginx } from './node-front.ts'
import { createPerson, type Person } from './node-person.ts'

const missing = ['nginx', 'redis-server'].filter(absent)
const name = 'three instances, one Redis, and nginx as documented'

describe.skipIf(missing.length > 0)([name, ...missing].join(', not on the PATH: '), () => {
  let service: Awaited<ReturnType<typeof startService>>
  beforeAll(async () => {
    service = await startService()
  })
  afterAll(() => service.stop())
  beforeEach(() => service.forget())

  test('a callback that arrives twenty times makes one token request and one session (P3)', async () => {
    const person = service.person()
    const back = await person.agree(await person.visit('/auth/login?returnTo=/zh'))
    const answers = await Promise.all(Array.from({ length: 20 }, () => person.arrive(back)))

    expect(new Set(answers.map(place))).toEqual(new Set(['/zh']))
    expect(new Set(answers.map((answer) => answer.headers.getSetCookie().join())).size).toBe(1)
    expect(service.tokenRequests()).toBe(1)
    expect(await service.sessions()).toBe(1)
    for (const { lines } of service.bffs) {
      expect(lines.join('\n')).toMatch(/"login\.(finished|repeated)"/)
    }
    expect(await person.profile()).toMatchObject({
      shown: { data: { 'myinfo.name': expect.any(String) } },
    })
  })

  test('a login begun on one is finished on another, and its session read on all (P3)', async () => {
    const at = { instance: 0 }
    const person = service.person(() => at.instance)
    const back = await person.agree(await person.visit('/auth/login'))
    at.instance = 1
    expect(place(await person.arrive(back))).toBe('/profile')

    for (at.instance = 0; at.instance < 3; at.instance++) {
      expect(await person.profile()).toHaveProperty('shown')
    }
  })

  test('a session that ended on one has ended on all, at once (P14)', async () => {
    const at = { instance: 0 }
    const person = service.person(() => at.instance)
    await person.signIn()
    const Cookie = [...person.cookies].map(([name, { value }]) => `${name}=${value}`).join('; ')
    at.instance = 1
    await person.call('/auth/logout', { method: 'POST' })

    for (at.instance = 0; at.instance < 3; at.instance++) {
      const answer = await person.call('/auth/userinfo', { headers: { Cookie } })
      expect([answer.status, await answer.json()]).toMatchObject([401, { code: 'session_expired' }])
    }
  })

  test('restarted one after another under a stream of logins, not one of which fails (P32)', async () => {
    const early = service.person(undefined, 'everything')
    await early.signIn()
    const stream = signInAgainAndAgain(() => service.person())
    const codes = []
    for (const instance of [0, 1, 2]) {
      await stream.more()
      codes.push(await service.restart(instance, 'SIGTERM'))
    }
    await stream.more()
    const places = await stream.end()

    expect(codes).toEqual([0, 0, 0])
    expect(new Set(places)).toEqual(new Set(['/profile']))
    expect(await early.profile()).toHaveProperty('shown')
  })

  test('one that is killed takes the logins in flight with it, and nothing else (P32)', async () => {
    const early = service.person(undefined, 'everything')
    await early.signIn()
    const stream = signInAgainAndAgain(() => service.person())
    await stream.more()
    const restarted = service.restart(2, 'SIGKILL')
    expect(await early.profile()).toHaveProperty('shown')
    await stream.more()
    const places = await stream.end()

    expect(await restarted).toBeNull()
    expect(places.filter((one) => one !== '/profile').length).toBeLessThanOrEqual(stream.width)
    for (let i = 0; i < 3; i++) expect(await early.profile()).toHaveProperty('shown')
  })
})

/** A few people who each sign in, and then somebody else in their place. */
function signInAgainAndAgain(person: () => Person, width = 4) {
  const places: string[] = []
  let ending = false
  const lanes = Array.from({ length: width }, async () => {
    while (!ending && places.length < 2000) places.push(place(await person().signIn()))
  })
  return {
    width,
    /** Resolves when as many more have come back as were on their way, twice over. */
    async more() {
      const wanted = places.length + 2 * width
      await expect.poll(() => places.length, { timeout: 30_000 }).toBeGreaterThanOrEqual(wanted)
    },
    /** @returns where each of them was sent */
    async end() {
      ending = true
      await Promise.all(lanes)
      return places
    },
  }
}

function place(answer: Response): string {
  return answer.headers.get('Location') ?? `status ${answer.status}`
}

async function startService() {
  const port = await freePort()
  const { sgid, settings } = await demoService({ port, sgidPort: 0 })
  const redis = await startRedis()
  const shared = {
    ...settings,
    RATE_LIMIT_PER_MINUTE: '0',
    SESSION_STORE: redis.url,
    SESSION_SECRET: randomBytes(32).toString('base64'),
  }
  const bffs = await Promise.all([0, 1, 2].map(() => startBff({ port: 0, settings: shared })))
  const front: Front = await startNginx(documentedNginx(bffs.map(address)))
  const admin = await createClient({ url: redis.url }).connect()

  return {
    bffs,
    /** @param instance to go to one of them, past nginx */
    person: (instance?: () => number, persona = 'plain') => {
      const url = () => (instance ? address(instanceOf(bffs, instance())) : front.url)
      return createPerson({ persona, url, origin: `http://localhost:${port}` })
    },
    tokenRequests: () =>
      sgid.simulator.log().filter(({ path }) => path === '/v2/oauth/token').length,
    sessions: async () => (await admin.keys('sgid:s:*')).length,
    async forget() {
      await admin.flushAll()
      sgid.simulator.clearLog()
    },
    /** @returns its exit code */
    async restart(instance: number, signal: NodeJS.Signals) {
      const bff = instanceOf(bffs, instance)
      const code = await bff.stop(signal)
      bffs[instance] = await startBff({ port: Number(new URL(bff.origin).port), settings: shared })
      return code
    },
    async stop() {
      admin.destroy()
      await Promise.all([front.stop(), ...bffs.map((bff) => bff.stop())])
      await redis.stop()
      await sgid.close()
    },
  }
}

function address({ origin }: Bff): string {
  return origin.replace('localhost', '127.0.0.1')
}

function instanceOf(bffs: Bff[], index: number): Bff {
  const bff = bffs[index]
  if (!bff) throw new RangeError('there is no such instance')
  return bff
}
