import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { startRedis } from '@sgid-login/e2e/redis'
import { createClient } from 'redis'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { redis } from '../testing/node-redis.ts'
import { portOf } from '../testing/raw.ts'
import { createLimit, type LimitOptions } from './node-limit.ts'

const ends: (() => unknown)[] = []
afterEach(async () => {
  vi.useRealTimers()
  for (const end of ends.splice(0).reverse()) await end()
})

async function openAdmin(url: string) {
  return createClient({ url })
    .on('error', () => undefined)
    .connect()
}

/** Counts by such a limit, and says of each request whether it may pass. */
function open(options: LimitOptions) {
  // Patient with a busy machine, but where a test says otherwise.
  const { limit, close } = createLimit({ deadline: 5000, ...options })
  ends.push(close)
  if (!limit) throw new Error('no limit')
  return async (bucket: number, times = 1) => {
    const passed: boolean[] = []
    for (let i = 0; i < times; i++) passed.push((await limit(bucket)) === undefined)
    return passed.filter(Boolean).length
  }
}

test('a bucket may ask so often in a minute, and again in the next; others may too (P26)', async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  const { limit } = createLimit({ perMinute: 3 })

  for (let i = 0; i < 3; i++) expect(await limit?.(1)).toBeUndefined()
  vi.setSystemTime(Date.now() + 20_000)
  expect(await limit?.(1)).toBe(40)
  expect(await limit?.(2)).toBeUndefined()
  vi.setSystemTime(Date.now() + 39_999)
  expect(await limit?.(1)).toBe(1)
  vi.setSystemTime(Date.now() + 1)
  expect(await limit?.(1)).toBeUndefined()
})

test('a limit of 0 is none', () => {
  expect(createLimit({ perMinute: 0 }).limit).toBeUndefined()
})

test('where no Redis is, one counts alone, and nobody waits for it (P29)', async () => {
  const nobody = createServer().listen(0, '127.0.0.1')
  await once(nobody, 'listening')
  const redisUrl = `redis://127.0.0.1:${portOf(nobody)}`
  nobody.close()
  const count = open({ perMinute: 10, redisUrl, deadline: 600_000 })

  expect(await count(1, 15)).toBe(10)
})

describe.skipIf(redis.skip)(`${redis.title}: two instances`, () => {
  let server: Awaited<ReturnType<typeof startRedis>>
  let admin: Awaited<ReturnType<typeof openAdmin>>
  let prefixes = 0
  beforeAll(async () => {
    server = await startRedis()
    admin = await openAdmin(server.url)
  })
  afterAll(() => {
    admin.destroy()
    return server.stop()
  })

  const pair = (url = server.url, more: Partial<LimitOptions> = {}) => {
    const options = { perMinute: 10, redisUrl: url, prefix: `sgid:limit:${++prefixes}`, ...more }
    return { prefix: options.prefix, one: open(options), other: open(options) }
  }
  const keys = (prefix: string) => admin.keys(`${prefix}:*`)
  /** Until the connection is there, each counts alone. */
  const connected = async (prefix: string, ...counts: ReturnType<typeof open>[]) => {
    for (const [i, count] of counts.entries()) {
      const there = async () => {
        await count(1000 + i, 3)
        return (await keys(prefix)).length
      }
      await expect.poll(there, { timeout: 15_000 }).toBe(i + 1)
    }
  }

  test('count one bucket together, beyond a tenth of the limit', async () => {
    const { prefix, one, other } = pair()
    await connected(prefix, one, other)

    // Each one's first is its own: a tenth of ten.
    expect(await one(7, 6)).toBe(6)
    expect(await other(7, 9)).toBe(6)
    expect(await one(7, 1)).toBe(0)
    expect(await one(8, 9)).toBe(9)
    expect(await admin.ttl(`${prefix}:7`)).toBeGreaterThan(0)
  })

  test('ask Redis nothing about an ordinary bucket, and nothing more about a refused one', async () => {
    const { prefix, one, other } = pair()
    await connected(prefix, one, other)
    await one(1)
    await other(1)
    expect(await admin.exists(`${prefix}:1`)).toBe(0)

    await one(2, 6)
    await other(2, 9)
    const count = await admin.get(`${prefix}:2`)
    await other(2, 5)
    expect(await admin.get(`${prefix}:2`)).toBe(count)
  })

  test('need three commands more than the session store, on our keys', async () => {
    const user =
      'ACL SETUSER sgid on >password resetkeys ~sgid:* -@all +get +pttl +set +getex +getdel +eval +incrby +expire'
    await admin.sendCommand(user.split(' '))
    await admin.sendCommand(['ACL', 'LOG', 'RESET'])
    const { prefix, one, other } = pair(server.url.replace('//', '//sgid:password@'))
    await connected(prefix, one, other)

    await one(7, 6)
    expect(await other(7, 9)).toBe(6)
    expect(await admin.aclLog()).toEqual([])
  })

  test('decide alone where Redis does not let them count, and say why', async () => {
    const rights = (text: string) => admin.sendCommand(`ACL SETUSER poor ${text}`.split(' '))
    await rights('on >password resetkeys ~sgid:* -@all +set +pttl +eval +incrby +expire')
    const causes: unknown[] = []
    const onLost = (error: unknown) => causes.push(error)
    const { prefix, one } = pair(server.url.replace('//', '//poor:password@'), { onLost })
    await connected(prefix, one)
    causes.splice(0)
    await rights('-eval')

    expect(await one(7, 15)).toBe(10)
    expect(causes).toMatchObject([{ code: 'NOPERM' }])
  })

  test('count together again after the network lost a connection without a word (P29)', async () => {
    const lost: Socket[] = []
    const proxy = createServer((near) => {
      const far = connect(server.port, '127.0.0.1')
      near.pipe(far).pipe(near)
      for (const socket of [near, far]) lost.push(socket.on('error', () => undefined))
    }).listen(0, '127.0.0.1')
    await once(proxy, 'listening')
    ends.push(() => {
      for (const socket of lost) socket.destroy()
      proxy.close()
    })
    const told: string[] = []
    const watch = { onLost: () => told.push('lost'), onBack: () => told.push('back') }
    const url = `redis://127.0.0.1:${portOf(proxy)}`
    const { prefix, one } = pair(url, { deadline: 500, ...watch })
    await connected(prefix, one)
    told.splice(0)
    for (const socket of lost) socket.unpipe().pause()

    const back = async () => {
      await one(5, 3)
      return told
    }
    await expect.poll(back, { timeout: 15_000, interval: 200 }).toEqual(['lost', 'back'])
  })

  test('connect no more once they are closed, so that the process can end (P32)', async () => {
    const own = await startRedis()
    ends.push(() => own.stop())
    const told: string[] = []
    const watch = { onLost: () => told.push('lost'), onBack: () => told.push('back') }
    const options = { perMinute: 10, redisUrl: own.url, deadline: 600_000 }
    const { limit, close } = createLimit({ ...options, ...watch })
    let bucket = 10
    // The second is Redis' to count, which at first is not connected yet.
    const answered = async () => {
      bucket++
      for (let i = 0; i < 2; i++) await limit?.(bucket)
      return told.at(-1)
    }
    await expect.poll(answered, { timeout: 15_000 }).toBe('back')
    told.splice(0)
    own.signal('SIGSTOP')
    const counting = [limit?.(2), limit?.(2)]
    await new Promise(setImmediate)
    close()
    await Promise.all(counting)

    expect(told).toEqual([])
  })

  test.each(['SIGSTOP', 'SIGKILL'] as const)(
    'decide alone while Redis has had a %s, and together again afterwards (P29)',
    async (signal) => {
      const own = await startRedis()
      ends.push(() => own.stop())
      const told: string[] = []
      const prefix = 'sgid:limit'
      const watch = { onLost: () => told.push('lost'), onBack: () => told.push('back') }
      const options = { perMinute: 1000, redisUrl: own.url, prefix, deadline: 500 }
      const one = open({ ...options, ...watch })
      const ownAdmin = await openAdmin(own.url)
      ends.push(() => ownAdmin.destroy())
      const counted = async () => {
        await one(1, 101)
        return ownAdmin.exists(`${prefix}:1`)
      }
      await expect.poll(counted, { timeout: 15_000 }).toBe(1)
      told.splice(0)

      own.signal(signal)
      expect(await one(2, 1200)).toBe(1000)
      expect(told).toEqual(['lost'])

      if (signal === 'SIGSTOP') own.signal('SIGCONT')
      else {
        const again = await startRedis({ port: own.port })
        ends.push(() => again.stop())
      }
      const back = async () => {
        await one(3, 101)
        return told.at(-1)
      }
      await expect.poll(back, { timeout: 20_000, interval: 200 }).toBe('back')
      expect(told).toEqual(['lost', 'back'])
    },
  )
})
