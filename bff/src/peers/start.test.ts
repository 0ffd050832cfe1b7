import { randomBytes } from 'node:crypto'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { bffProgram, startBff } from '@sgid-login/e2e/bff'
import { startRedis } from '@sgid-login/e2e/redis'
import { createClient } from 'redis'
import { afterEach, describe, expect, test } from 'vitest'
import { settings as ofSgid } from '../testing/front-door.ts'
import { redis } from '../testing/node-redis.ts'

/** The pages are built with other scopes, and another test is about that. */
const settings = { ...ofSgid, WEB_ROOT: '' }

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

describe.skipIf(process.platform === 'win32')('a file with a secret', () => {
  test('that every user may read stops the start (P36)', async () => {
    await expect(start(secretFile(0o644))).rejects.toThrow(
      'SESSION_SECRET_FILE names a file that every user may read or change: chmod 600 it',
    )
  })

  test('for the group of the service is one it starts with', async () => {
    await start(secretFile(0o440))
  })
})

describe.skipIf(redis.skip)(redis.title, () => {
  test.each([['allkeys-lru'], ['volatile-lru'], ['allkeys-random']])(
    'that forgets who is signed in when it is full, by %s, stops the start (P34)',
    async (policy) => {
      const { url, ask } = await openRedis()
      await ask('CONFIG', 'SET', 'maxmemory-policy', policy)

      await expect(start({ SESSION_STORE: url })).rejects.toThrow(
        `its maxmemory-policy is ${policy}, and has to be noeviction`,
      )
    },
  )

  test.each([['noeviction'], ['volatile-ttl']])('with %s is one to start with', async (policy) => {
    const { url, ask } = await openRedis()
    await ask('CONFIG', 'SET', 'maxmemory-policy', policy)
    const { lines } = await start({ SESSION_STORE: url })

    expect(lines.join()).not.toContain('store.policy_unknown')
  })

  test('that does not tell our user, or is not there yet, is one to start with, and the log says so', async () => {
    const { port, ask } = await openRedis()
    const rights = '~sgid:* -@all +get +pttl +set +getex +getdel +eval +incrby +expire'
    await ask('ACL', 'SETUSER', 'sgid', 'on', '>password', 'resetkeys', ...rights.split(' '))
    const silent = await start({ SESSION_STORE: `redis://sgid:password@127.0.0.1:${port}` })
    const absent = await start({ SESSION_STORE: 'redis://127.0.0.1:1' })

    expect(silent.lines.join()).toMatch(/"store.policy_unknown"[^}]*NOPERM/)
    expect(absent.lines.join()).toMatch(/"store.policy_unknown"[^}]*ECONNREFUSED/)
  })
})

test.skipIf(redis.skip)(
  `a start that fails late ends the process, whatever it had opened (${redis.title})`,
  async () => {
    const { url } = await openRedis()
    const { origin } = await start({ SESSION_STORE: url })

    const PORT = new URL(origin).port
    await expect(start({ SESSION_STORE: url }, Number(PORT))).rejects.toThrow('PORT')
  },
)

test('a start reads nothing of Redis’ client, which is for who has a Redis', () => {
  const read = (name: string): string => {
    const text = readFileSync(join(dirname(bffProgram), name), 'utf8')
    const others = text.matchAll(/^import .* from "\.\/(.+)";$/gm)
    return text + Array.from(others, ([, other = '']) => read(other)).join('')
  }
  const withClient = (name: string) => read(name).includes('/node_modules/@redis/client/')

  expect([withClient('node.js'), withClient('node-redis.js')]).toEqual([false, true])
})

async function start(changed: Record<string, string | undefined>, port = 0) {
  const store = { SESSION_STORE: 'memory:' }
  const bff = await startBff({ port, settings: { ...settings, ...store, ...changed } })
  ends.push(() => bff.stop())
  return bff
}

function secretFile(mode: number): Record<string, string | undefined> {
  const folder = mkdtempSync(join(tmpdir(), 'secret-'))
  ends.push(() => rmSync(folder, { recursive: true }))
  const path = join(folder, 'secret')
  writeFileSync(path, randomBytes(32).toString('base64'))
  chmodSync(path, mode)
  return { SESSION_SECRET: undefined, SESSION_SECRET_FILE: path }
}

async function openRedis() {
  const server = await startRedis()
  ends.push(() => server.stop())
  const client = await createClient({ url: server.url }).connect()
  ends.push(() => client.destroy())
  return { ...server, ask: (...words: string[]) => client.sendCommand(words) }
}
