// The BFF from the parts of which node.ts makes it, on a memory store that is large enough and can
// be filled with sessions over IPC. It is for what the built program cannot be brought to.
import { randomBytes, randomUUID } from 'node:crypto'
import { createClient } from 'redis'
import * as z from 'zod'
import { createApp } from '../src/app.ts'
import { parseConfig } from '../src/config.ts'
import { type Bytes, base64url, systemRandom } from '../src/crypto.ts'
import { createClientAddress } from '../src/http/node-client-address.ts'
import { listen } from '../src/http/node-server.ts'
import { nodeCrypto } from '../src/node-crypto.ts'
import { createPinoLog } from '../src/observe/pino-log.ts'
import { redacted } from '../src/observe/redacted.ts'
import { createNodeFetch } from '../src/provider/node-fetch.ts'
import { createSgid } from '../src/provider/sgid.ts'
import { createMemoryStore } from '../src/session/memory-store.ts'
import { createSessions } from '../src/session/session.ts'
import type { SessionStore } from '../src/session/store.ts'
import { person } from './person.ts'

const config = await parseConfig(process.env, () => '')
const world = {
  now: Date.now,
  crypto: nodeCrypto,
  random: systemRandom,
  log: createPinoLog(config.logLevel),
}
/** The last write that nobody has waited for. */
let written: Promise<unknown> = Promise.resolve()
/** What the last session wrote. */
const writes: [key: string, value: Bytes, ttl: number][] = []
const limits = { entries: 10_000_000, bytes: 16 * 1024 ** 3 }
const store =
  config.store.kind === 'redis' ? writer(config.store.url) : createMemoryStore(Date.now, limits)
const sessions = await createSessions({
  ...config,
  ...world,
  store: { ...store, put: noted(store.put), mark: noted(store.mark) },
  secrets: config.sessionSecrets,
})

if (config.store.kind === 'memory') {
  const provider = createSgid({ ...config, ...world, fetch: createNodeFetch(config.hostname) })
  const app = await createApp({ ...world, config, provider, store })
  const addressOf = createClientAddress(config.trustedProxies)
  const { host, port } = config
  await listen(
    (request, { incoming }) => app.fetch(request, { clientAddress: addressOf(incoming) }),
    { setting: 'PORT', host, port },
  )
}

const Fill = z.object({ first: z.number(), count: z.number(), keep: z.number() })

process.on('message', async (question) => {
  const fill = Fill.safeParse(question)
  if (fill.success) process.send?.({ sessions: await filled(fill.data) })
})
process.on('disconnect', () => process.exit())

/**
 * Signs in some people, from the first to the last, and puts copies of what they have written under
 * keys of their own between them: all that makes a copy is its size, for nobody has its cookie.
 *
 * @returns the cookies of those who signed in
 */
async function filled({ first, count, keep }: z.infer<typeof Fill>) {
  const every = Math.max(1, Math.floor(count / keep))
  const made = []
  for (let index = 0; index < count; index++) {
    if (index % every === 0) {
      const login = { id: randomUUID(), returnTo: '/profile', at: Date.now() }
      writes.length = 0
      const who = first + index
      const cookie = await sessions.start(redacted(person(who)), login, () => undefined)
      made.push({ cookie: cookie.split(';')[0], person: who })
    } else {
      const other = base64url(randomBytes(32))
      for (const [key, value, ttl] of writes) {
        await store.put(key.replace(/[\w-]{43}/, other), value, ttl)
      }
    }
  }
  await written
  return made
}

function noted<T>(write: (key: string, value: Bytes, ttl: number) => Promise<T>) {
  return (key: string, value: Bytes, ttl: number) => {
    writes.push([key, value, ttl])
    return write(key, value, ttl)
  }
}

/** Writes what a session writes, without waiting for each answer: for a Redis that is empty. */
function writer(url: string): SessionStore {
  const client = createClient({ url }).on('error', (error) =>
    process.send?.({ failed: String(error) }),
  )
  const connected = client.connect()
  let count = 0

  const put = async (key: string, value: Uint8Array, ttl: number) => {
    await connected
    written = client.set(`sgid:${key}`, Buffer.from(value), {
      expiration: { type: 'EX', value: ttl },
    })
    if (++count % 1000 === 0) await written
  }
  const never = () => {
    throw new Error('only for what is new')
  }
  return {
    put,
    touch: async () => undefined,
    mark: (key, value, ttl) => put(key, value, ttl).then(() => true),
    get: never,
    take: never,
    clear: never,
  }
}
