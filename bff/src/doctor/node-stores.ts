import { accessSync, constants, existsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { Config } from '../config.ts'
import { createRedisStore, keepingPolicies } from '../session/node-redis-store.ts'
import { createSqliteStore } from '../session/node-sqlite-store.ts'
import type { SessionStore } from '../session/store.ts'
import { isLoopback } from '../setting.ts'
import { type Check, ok, reason, type Seen, warning, wrong } from './check.ts'

/** Milliseconds for one call: nobody waits for a page. */
const deadline = 2000
/** GETEX and GETDEL. */
const oldestRedis = 6.2

/** That sessions can be kept where SESSION_STORE says. */
export function storeChecks({ store, https }: Config): Check<unknown>[] {
  if (store.kind === 'memory') return [memory(https)]
  if (store.kind === 'sqlite') return [sqlite(store.path)]
  return redis(store.url)
}

function memory(https: boolean): Check<unknown> {
  return {
    what: 'store',
    expected: 'sqlite:PATH on one machine, redis:// for several instances',
    mend: 'set SESSION_STORE',
    look: () => (https ? warning('memory: sessions end with the process') : ok('memory')),
  }
}

function sqlite(path: string): Check<unknown> {
  const file = resolve(path)
  return {
    what: 'store',
    expected: 'a file of ours, or a folder in which one can be made',
    mend: `give the user of the service ${dirname(file)}, and run this as that user`,
    async look() {
      // Opening would make it, for the user who runs this.
      if (!existsSync(file)) return folderSeen(existing(dirname(file)))
      const store = await createSqliteStore({ path: file, deadline })
      return used(store).finally(() => store.close())
    },
  }
}

function folderSeen(folder: string): Seen {
  try {
    accessSync(folder, constants.W_OK | constants.X_OK)
    return ok(`not there yet; ${folder} can be written`)
  } catch {
    return wrong(`${folder} cannot be written`)
  }
}

/** The nearest folder above that is there. */
function existing(folder: string): string {
  return existsSync(folder) ? folder : existing(dirname(folder))
}

function redis(url: string): Check<unknown>[] {
  const within = async (
    look: (store: Awaited<ReturnType<typeof createRedisStore>>) => Promise<Seen>,
  ) => {
    const store = await createRedisStore({ url, deadline })
    return look(store).finally(() => store.close())
  }
  const unasked = (error: unknown) => {
    const why = reason(error)
    const mend = 'give the user of SESSION_STORE +info, or look by hand'
    return warning(`not seen: ${why}`, why === 'NOPERM' ? mend : 'see that the store answers first')
  }
  return [
    {
      what: 'store',
      expected: 'Redis that answers, and lets our user do what a session needs',
      mend: 'correct SESSION_STORE, let this machine reach it, give its user +get +pttl +set +getex +getdel on sgid:*',
      look: () =>
        within(used).catch((error: unknown) => {
          if (reason(error) !== 'Redis is full') throw error
          return wrong('Redis is full', 'give it more memory (maxmemory): nobody new can log in')
        }),
    },
    {
      what: 'store keeps what it has',
      expected: 'maxmemory-policy noeviction: who is signed in stays so when Redis is full',
      mend: 'CONFIG SET maxmemory-policy noeviction, and write it into its configuration',
      look: () =>
        within(async (store) => {
          const { policy = 'unknown' } = await store.about()
          if (policy === 'noeviction') return ok(policy)
          return keepingPolicies.includes(policy) ? warning(policy) : wrong(policy)
        }).catch(unasked),
    },
    {
      what: 'store version',
      expected: `Redis ${oldestRedis} or newer`,
      mend: 'bring it up to date',
      look: () =>
        within(async (store) => {
          const { version = 'unknown' } = await store.about()
          return Number.parseFloat(version) >= oldestRedis ? ok(version) : wrong(version)
        }).catch(unasked),
    },
    {
      what: 'way to the store',
      expected: 'rediss://, or a network of its own',
      mend: 'use rediss:// where others share the network: the password goes in the clear',
      look() {
        const address = new URL(url)
        const { protocol, password } = address
        const clear = protocol === 'redis:' && password !== '' && !isLoopback(address)
        return clear ? warning('redis:// with a password') : ok(`${protocol}//`)
      },
    },
  ]
}

/** One of each that a session needs, under a name that nobody else has. */
async function used(store: SessionStore): Promise<Seen> {
  const key = `doctor:${crypto.randomUUID()}`
  const value = new TextEncoder().encode('doctor')
  const seen: [call: string, works: boolean][] = [
    ['mark', await store.mark(key, value, 60)],
    ['mark again', !(await store.mark(key, value, 60))],
    ['put', (await store.put(key, value, 60)) === undefined],
    ['get', (await store.get(key)) !== undefined],
    ['touch', (await store.touch(key, 60)) !== undefined],
    ['take', (await store.take(key)) !== undefined],
    ['take again', (await store.take(key)) === undefined],
  ]
  const failed = seen.filter(([, works]) => !works).map(([call]) => call)
  return failed.length > 0
    ? wrong(`wrong answer to ${failed.join(', ')}`)
    : ok('mark, put, get, touch, take')
}
