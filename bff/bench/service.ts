import { type ChildProcess, spawnSync } from 'node:child_process'
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort, stop } from '@sgid-login/e2e/bff'
import { startRedis } from '@sgid-login/e2e/redis'
import * as z from 'zod'
import { cookieOf, scopes } from './person.ts'
import { answers, ask, type Server, start, startServer } from './processes.ts'

const at = (file: string) => new URL(file, import.meta.url)
export const built = at('../dist/node.js')

/** What a run needs of Redis is left out where it is not installed. */
export const hasRedis = spawnSync('redis-server', ['--version']).error === undefined

const Done = z.object({ done: z.literal(true) })
const Sessions = z.object({
  sessions: z.array(z.object({ cookie: z.string(), person: z.number() })),
})
const Cpu = z.object({ cpu: z.number() })

/** sgID's stand-in, the load generator, and whatever servers a section asks for. */
export async function openService() {
  const keys = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const client = { clientId: 'BENCH', clientSecret: randomBytes(16).toString('hex') }
  const publicKey = keys.publicKey.export({ type: 'spki', format: 'pem' }).toString()
  const folder = await mkdtemp(join(tmpdir(), 'bench-'))
  const stops: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true })]
  const opened = (child: ChildProcess) => {
    stops.push(() => stop(child))
    return child
  }

  const sgidPort = await freePort()
  const env = { PORT: String(sgidPort), ...client, publicKey }
  const sgid = opened(start({ file: at('sgid.ts'), cpu: 'other', env }))
  const load = opened(start({ file: at('load.ts'), cpu: 'other' }))
  const cryptoFloor = opened(start({ file: at('crypto-floor.ts'), cpu: 'measured' }))
  await answers(sgid, sgidPort)

  const settings = async (changed: Record<string, string> = {}) => {
    const PORT = String(await freePort())
    return {
      PORT,
      SGID_CLIENT_ID: client.clientId,
      SGID_CLIENT_SECRET: client.clientSecret,
      SGID_PRIVATE_KEY: keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      SGID_HOSTNAME: `http://127.0.0.1:${sgidPort}`,
      SGID_REDIRECT_URI: `http://localhost:${PORT}/auth/callback`,
      SGID_SCOPES: scopes.join(' '),
      SESSION_SECRET: randomBytes(32).toString('base64'),
      SESSION_STORE: 'memory:',
      SESSION_IDLE_SECONDS: '14400',
      RATE_LIMIT_PER_MINUTE: '0',
      ...changed,
    }
  }

  const server = async (file: URL, env: Record<string, string>, flags?: string[]) => {
    const started = await startServer(file, env, flags)
    stops.push(started.stop)
    return started
  }

  let people = 0
  let last: Promise<unknown> = Promise.resolve()
  /** One question to the load generator after the other, also from servers that are filled at once. */
  const asked = (question: object) => {
    last = last.then(() => ask(load, question, Done))
    return last
  }

  return {
    folder,
    settings,
    /** Microseconds of CPU that the cryptography of so many logins takes. */
    cryptography: async (logins: number) => (await ask(cryptoFloor, { logins }, Cpu)).cpu,
    /** The BFF as built for production. */
    bff: async (changed?: Record<string, string>) => server(built, await settings(changed)),
    unchecked: async () => server(at('unchecked.ts'), await settings()),
    /** Sessions that are opened and sent, in memory or in a Redis. */
    async sealed(count: number, redis?: string) {
      const env = { SESSIONS: String(count), ...(redis && { REDIS: redis }) }
      const made = await server(at('sealed.ts'), env)
      const sessions = Array.from({ length: count }, (_, person) => ({
        cookie: cookieOf(person),
        person,
      }))
      await asked({ ask: 'adopt', port: made.port, sessions })
      return made
    },
    floor: (name: 'http' | 'hono') => server(at('floors.ts'), { FLOOR: name }),
    guide: async () => {
      const env = await settings()
      return server(at('guide.ts'), {
        ...env,
        NODE_ENV: 'production',
        SGID_REDIRECT_URI: `http://localhost:${env.PORT}/api/redirect`,
      })
    },

    async redis() {
      const redis = await startRedis()
      stops.push(redis.stop)
      return redis
    },

    /** A BFF with so many sessions in its memory, of whom the load generator knows some. */
    async filled(count: number, keep: number) {
      const flags = ['--max-old-space-size=16384']
      const made = await server(at('filled.ts'), await settings(), flags)
      await fill(made, count, keep)
      return made
    },
    fill,

    /** The built BFF on a Redis that another process fills with so many sessions. */
    async filledRedis(url: string, count: number, keep: number) {
      const env = await settings({ SESSION_STORE: url })
      const writer = start({ file: at('filled.ts'), cpu: 'other', env })
      try {
        const first = taken(count)
        const { sessions } = await ask(writer, { first, count, keep }, Sessions)
        const made = await server(built, env)
        await asked({ ask: 'adopt', port: made.port, sessions })
        return made
      } finally {
        await stop(writer)
      }
    },

    /** Whole logins of people who have never logged in before. */
    logins: ({ port }: Server, count: number, { guide = false, atOnce = 32 } = {}) =>
      asked({ ask: 'logins', port, count, atOnce, first: taken(count), guide }),
    /** Signed-in reads by so many of the sessions that a server has. */
    reads: ({ port }: Server, sessions: number, count: number, { api = false } = {}) =>
      asked({ ask: 'reads', port, sessions, count, atOnce: 32, api }),
    /** Requests that have one and the same answer. */
    same: ({ port }: Server, path: string, body: string, count: number) =>
      asked({ ask: 'same', port, path, body, count, atOnce: 32 }),

    async close() {
      for (const stop of stops.splice(0).reverse()) await stop()
    },
  }

  async function fill(made: Server, count: number, keep: number) {
    const first = taken(count)
    const { sessions } = await ask(made.child, { first, count, keep }, Sessions)
    await asked({ ask: 'adopt', port: made.port, sessions })
  }

  /** So many people of whom nobody has heard. */
  function taken(count: number): number {
    people += count
    return people - count
  }
}

export type Service = Awaited<ReturnType<typeof openService>>
