import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { inspect } from 'node:util'
import { startRedis } from '@sgid-login/e2e/redis'
import { createClient } from 'redis'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { systemRandom, utf8 } from '../crypto.ts'
import { nodeCrypto } from '../node-crypto.ts'
import { redis } from '../testing/node-redis.ts'
import { createRedisStore, type RedisOptions } from './node-redis-store.ts'
import { createSlots } from './slots.ts'
import { describeStore } from './store.contract.ts'

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

const value = utf8('a sealed record')

describe.skipIf(redis.skip)(redis.title, () => {
  let shared: Awaited<ReturnType<typeof startRedis>>
  let stores = 0
  beforeAll(async () => {
    shared = await startRedis()
  })
  afterAll(() => shared.stop())

  describeStore('Redis', async () => ({
    store: await openStore({ url: shared.url, prefix: `sgid:${++stores}:` }),
    pass: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  }))

  test('two instances see the same records, and of 16 callers one marks a key (P3)', async () => {
    const [one, two] = [await openStore({ url: shared.url }), await openStore({ url: shared.url })]
    await one.put('seen', value, 60)
    const marks = [one, two].flatMap((store) =>
      Array.from({ length: 8 }, () => store.mark('raced', value, 60)),
    )

    expect((await two.get('seen'))?.value).toEqual(value)
    expect((await Promise.all(marks)).filter(Boolean)).toHaveLength(1)
  })

  test('nothing of ours stays without an end', async () => {
    const store = await openStore({ url: shared.url, prefix: 'ends:' })
    await store.put('put', value, 60)
    await store.mark('marked', value, 60)
    await store.put('touched', value, 60)
    await store.touch('touched', 70)
    const admin = await openAdmin(shared.url)

    for (const key of ['put', 'marked', 'touched']) {
      expect(await admin.ttl(`ends:${key}`)).toBeGreaterThan(50)
    }
  })

  test('a key with no end, which is none of ours, is absent', async () => {
    const store = await openStore({ url: shared.url, prefix: 'foreign:' })
    const admin = await openAdmin(shared.url)
    await admin.set('foreign:k', 'x')

    expect(await store.get('k')).toBeUndefined()
  })

  test('a user with no rights but five commands on our keys will do', async () => {
    const admin = await openAdmin(shared.url)
    const user =
      'ACL SETUSER sgid on >password resetkeys ~sgid:* -@all +get +pttl +set +getex +getdel'
    await admin.sendCommand(user.split(' '))
    const store = await openStore({ url: shared.url.replace('//', '//sgid:password@') })

    await store.put('k', value, 60)
    expect(await store.mark('marked by a user', value, 60)).toBe(true)
    expect((await store.get('k'))?.value).toEqual(value)
    expect(await store.touch('k', 60)).toEqual(value)
    expect(await store.take('k')).toEqual(value)
    expect(await admin.aclLog()).toEqual([])
  })

  test('an operator who ends sessions needs no more than five commands on our keys (P16)', async () => {
    const admin = await openAdmin(shared.url)
    const user =
      'ACL SETUSER operator on >password resetkeys ~ended:* -@all +get +pttl +getdel +scan +unlink'
    await admin.sendCommand(user.split(' '))
    const prefix = 'ended:'
    const service = await openStore({ url: shared.url, prefix })
    const store = await openStore({
      url: shared.url.replace('//', '//operator:password@'),
      prefix,
    })
    const parts = { crypto: nodeCrypto, now: Date.now, log: () => undefined }
    const limits = { secrets: [systemRandom(32)], absolute: 60, perPerson: 5 }
    await service.put('s:1', value, 60)
    await service.put('s:2', value, 60)
    await (await createSlots({ ...parts, ...limits, store: service })).claim('u=1', 's:1')

    expect(await (await createSlots({ ...parts, ...limits, store })).end('u=1')).toBe(1)
    expect(await store.clear('s:')).toBe(1)
    expect(await service.get('s:2')).toBeUndefined()
  })

  test('a password that is wrong is named as the cause, and not told', async () => {
    const store = await openStore({
      url: shared.url.replace('//', '//sgid:wrong-one@'),
      deadline: 500,
    })

    const error: unknown = await store.get('k').catch((error: unknown) => error)
    expect(error).toMatchObject({ code: 'store_unavailable', cause: { code: 'WRONGPASS' } })
    expect(inspect(error, { depth: 9 })).not.toContain('wrong-one')
  })

  test('a full server refuses what is new, and reads, touches and takes what there is (P34)', async () => {
    const server = await ownServer()
    const told: string[] = []
    const store = await openStore({ url: server.url, onLost: () => told.push('lost') })
    await store.put('k', value, 60)
    const admin = await openAdmin(server.url)
    await admin.configSet('maxmemory', '1')

    await expect(store.put('new', value, 60)).rejects.toThrow('full')
    await expect(store.mark('new', value, 60)).rejects.toThrow('full')
    expect((await store.get('k'))?.value).toEqual(value)
    expect(await store.touch('k', 60)).toEqual(value)
    expect(await store.take('k')).toEqual(value)
    expect(told).toEqual([])
  })

  test('a record of 1.9 kB takes the server no more than 2.4 kB', async () => {
    const server = await ownServer()
    const store = await openStore({ url: server.url })
    const admin = await openAdmin(server.url)
    const used = async () => Number(/used_memory:(\d+)/.exec(await admin.info('memory'))?.[1])
    const before = await used()
    const record = new Uint8Array(1900)
    for (let i = 0; i < 1000; i++) await store.put(`s:${`${i}`.padStart(43, 'x')}`, record, 60)

    expect(((await used()) - before) / 1000).toBeLessThan(2400)
  })

  describe('a server that is not there', () => {
    test('holds up no start; every call says unknown at once, until it comes (P29)', async () => {
      const port = await freePort()
      const start = performance.now()
      const store = await openStore({ url: `redis://127.0.0.1:${port}`, deadline: 500 })
      expect(performance.now() - start).toBeLessThan(3000)
      expect(await unknown(store.get('k'))).toBeLessThan(400)
      await expect(store.get('k')).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } })

      await ownServer(port)
      await recovered(store)
    })

    test('is unknown from the moment it is killed, and back without a restart of ours (P29)', async () => {
      const server = await ownServer()
      const told: string[] = []
      const store = await openStore({
        url: server.url,
        deadline: 500,
        onLost: () => told.push('lost'),
        onBack: () => told.push('back'),
      })
      await store.put('k', value, 60)
      const asked = Promise.all([store.get('k'), store.get('k')])
      server.signal('SIGKILL')
      await asked.catch(() => undefined)

      for (let i = 0; i < 5; i++) expect(await unknown(store.get('k'))).toBeLessThan(3000)
      await ownServer(server.port)
      await recovered(store)
      expect(told).toEqual(['lost', 'back'])
    })
  })

  describe('a server that is frozen', () => {
    test('is unknown within the deadline, soon at once, and back when it wakes up (P29)', async () => {
      const server = await ownServer()
      const store = await openStore({ url: server.url, deadline: 500 })
      await store.put('k', value, 60)
      server.signal('SIGSTOP')

      for (let i = 0; i < 3; i++) expect(await unknown(store.get('k'))).toBeLessThan(3000)
      expect(await unknown(store.get('k'))).toBeLessThan(400)
      await new Promise((resolve) => setTimeout(resolve, 1000))
      const calls = [1, 2, 3, 4].map(() => unknown(store.get('k')))
      expect((await Promise.all(calls)).filter((took) => took > 400)).toHaveLength(1)

      server.signal('SIGCONT')
      await recovered(store)
      for (let i = 0; i < 5; i++) expect((await store.get('k'))?.value).toEqual(value)
    })

    test('withdraws a mark that was given up, and not one that was there before it (P3)', async () => {
      const server = await ownServer()
      const store = await openStore({ url: server.url, deadline: 500 })
      await store.mark('old', value, 60)
      server.signal('SIGSTOP')
      await Promise.all([
        unknown(store.mark('new', value, 60)),
        unknown(store.mark('old', value, 60)),
      ])
      server.signal('SIGCONT')
      await recovered(store)

      expect(await store.mark('new', value, 60)).toBe(true)
      expect(await store.mark('old', value, 60)).toBe(false)
    })

    test('withdraws it even when we have had to connect anew in between (P3)', async () => {
      const server = await ownServer()
      const store = await openStore({ url: server.url, deadline: 500 })
      server.signal('SIGSTOP')
      await unknown(store.mark('new', value, 60))
      for (let i = 0; i < 9; i++) {
        await store.get('k').catch(() => undefined)
        await new Promise((resolve) => setTimeout(resolve, 500))
      }
      server.signal('SIGCONT')
      await recovered(store)

      expect(await store.mark('new', value, 60)).toBe(true)
    }, 20_000)
  })

  test('a connection that the network lost without a word is replaced (P29)', async () => {
    const { port, loseConnections } = await openProxy(shared.port)
    const store = await openStore({ url: `redis://127.0.0.1:${port}`, deadline: 500 })
    await store.get('k')
    loseConnections()
    await unknown(store.get('k'))

    await recovered(store)
  }, 10_000)

  test('a primary that became a replica is left for whoever has its name now', async () => {
    const server = await ownServer()
    const store = await openStore({ url: server.url, deadline: 500 })
    const admin = await openAdmin(server.url)
    await admin.sendCommand(['REPLICAOF', '127.0.0.1', String(await freePort())])
    const connections = async () => /total_connections_received:(\d+)/.exec(await admin.info())?.[1]
    const before = Number(await connections())
    await unknown(store.put('k', value, 60))

    await expect.poll(async () => Number(await connections())).toBe(before + 1)
  })
})

test.each(['', 'redis', 'http://127.0.0.1:6379', 'redis://'])(
  'an address of another kind stops the start: %j (P36)',
  async (url) => {
    await expect(createRedisStore({ url })).rejects.toThrow('SESSION_STORE must be like')
  },
)

/** One for this test alone. */
async function ownServer(port?: number) {
  const server = await startRedis(port === undefined ? {} : { port })
  ends.push(() => server.stop())
  return server
}

/** Patient with a busy machine, but where a test says otherwise. */
async function openStore(options: RedisOptions) {
  const store = await createRedisStore({ deadline: 5000, ...options })
  ends.push(() => store.close())
  return store
}

async function openAdmin(url: string) {
  const admin = await createClient({ url })
    .on('error', () => undefined)
    .connect()
  ends.push(() => admin.destroy())
  return admin
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const port = portOf(server.address())
  server.close()
  await once(server, 'close')
  return port
}

/** Passes bytes on; `loseConnections` stops that for those that are open, and tells nobody. */
async function openProxy(to: number) {
  const open: Socket[] = []
  const server = createServer((near) => {
    const far = connect(to, '127.0.0.1')
    near.pipe(far).pipe(near)
    for (const socket of [near, far]) open.push(socket.on('error', () => undefined))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  ends.push(() => {
    for (const socket of open) socket.destroy()
    server.close()
  })
  return {
    port: portOf(server.address()),
    loseConnections() {
      for (const socket of open) socket.unpipe().pause()
    },
  }
}

function portOf(address: ReturnType<ReturnType<typeof createServer>['address']>): number {
  if (address === null || typeof address === 'string') throw new Error('listens on no port')
  return address.port
}

/** @returns the milliseconds until it was known that nothing is known */
async function unknown(call: Promise<unknown>): Promise<number> {
  const start = performance.now()
  await expect(call).rejects.toMatchObject({ code: 'store_unavailable' })
  return performance.now() - start
}

/** Resolves when a call is answered again. */
async function recovered(store: { get(key: string): Promise<unknown> }): Promise<void> {
  const answers = () =>
    store.get('k').then(
      () => true,
      () => false,
    )
  await expect.poll(answers, { timeout: 15_000 }).toBe(true)
}
