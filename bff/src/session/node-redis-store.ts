import { createClient, ErrorReply, RESP_TYPES } from 'redis'
import type { Bytes } from '../crypto.ts'
import { BffError } from '../errors.ts'
import { type CallOptions, createCall, defaultDeadline } from './node-store-call.ts'
import type { SessionStore } from './store.ts'

export interface RedisOptions extends CallOptions {
  /** `redis://user:password@host:6379/0`, or `rediss://` for TLS. */
  url: string
  /** What the keys begin with. Each stands alone: no command names two. */
  prefix?: string
}

export interface RedisStore extends SessionStore {
  /**
   * What the server says of itself, to a user that may ask: `+info`.
   *
   * @throws {BffError} as the other calls, and to a user that may not
   */
  about(): Promise<{ version: string | undefined; policy: string | undefined }>
  close(): void
}

/** What a full server may do: refuse what is new, or at worst forget first what ends soonest. */
export const keepingPolicies = ['noeviction', 'volatile-ttl']

/** Keys, of anybody's, that one step of clearing looks at. */
const scanKeys = 500
/** Milliseconds without a word from the server after which the connection is given up, */
const silence = 3000
/** and for which it is kept nevertheless, for what may still come. */
const mourning = 60_000

/**
 * A store in Redis (6.2 or later) or Valkey, for several instances of this program. It needs a
 * server that loses no keys: `maxmemory-policy noeviction`. A full one refuses what is new and
 * goes on with what there is.
 *
 * A user of its own needs no more than this:
 * `ACL SETUSER sgid on >password resetkeys ~sgid:* -@all +get +pttl +set +getex +getdel`
 * (with `+eval +incrby +expire` for counting together what addresses ask, and `+info` for having
 * its policy checked at start), and the operator's, for ending sessions by hand:
 * `ACL SETUSER sgid-operator on >password resetkeys ~sgid:* -@all +get +pttl +getdel +scan +unlink`
 *
 * Waits for the server for a moment and then no longer: until it is there, every call throws. No
 * command is kept for later and none is sent twice.
 *
 * @throws {Error} about SESSION_STORE when the URL is none of Redis
 */
export async function createRedisStore(options: RedisOptions): Promise<RedisStore> {
  const { prefix = 'sgid:', deadline = defaultDeadline } = options
  const url = checkedUrl(options.url)
  const call = createCall(options)
  const clients = new Set<Client>()
  /** Of the oldest question since the server's last word. */
  let askedAt: number | undefined
  let trouble: Error | undefined

  const connect = () => {
    const made = newClient(url)
    clients.add(made)
    made.on('error', (error: unknown) => {
      if (made !== client) return forget(made)
      askedAt = undefined
      trouble = named(error)
    })
    made.on('ready', () => {
      trouble = undefined
    })
    // It tries again by itself, and says so by `error`.
    made.connect().catch(() => undefined)
    return made
  }

  const forget = (one: Client) => {
    clients.delete(one)
    one.destroy()
  }

  /** The old connection only listens from now on: an answer may come that must be undone. */
  const reconnect = () => {
    const old = client
    askedAt = undefined
    client = connect()
    setTimeout(() => forget(old), mourning).unref()
  }

  let client = connect()

  const send = async <Answer>(command: (client: Client) => Promise<Answer>): Promise<Answer> => {
    // A network may lose a connection without a word; writing to it would go on for minutes.
    if (askedAt !== undefined && performance.now() - askedAt > silence) reconnect()
    askedAt ??= performance.now()
    try {
      const answer = await command(client)
      askedAt = undefined
      return answer
    } catch (error) {
      if (!(error instanceof ErrorReply)) throw trouble ?? named(error)
      askedAt = undefined
      if (error.message.startsWith('OOM')) throw new BffError('store_unavailable', 'Redis is full')
      // It was the primary when we connected. Its name may lead to another one by now.
      if (error.message.startsWith('READONLY')) reconnect()
      throw named(error)
    }
  }

  const ask = <Answer>(
    command: (client: Client) => Promise<Answer>,
    late?: (answer: Answer) => void,
  ) => call(() => send(command), late)

  await ready(client, deadline)
  return {
    async get(key) {
      const [value, left] = await ask((client) =>
        Promise.all([client.get(prefix + key), client.pTTL(prefix + key)]),
      )
      return value && left > 0 ? { value: bytes(value), ttl: left / 1000 } : undefined
    },
    async put(key, value, ttl) {
      await ask((client) => client.set(prefix + key, buffer(value), lives(ttl)))
    },
    async touch(key, ttl) {
      const value = await ask((client) => client.getEx(prefix + key, { type: 'EX', value: ttl }))
      return value ? bytes(value) : undefined
    },
    async take(key) {
      const value = await ask((client) => client.getDel(prefix + key))
      return value ? bytes(value) : undefined
    },
    async mark(key, value, ttl) {
      const setIfAbsent = async (client: Client) => {
        const how = { ...lives(ttl), condition: 'NX' } as const
        return (await client.set(prefix + key, buffer(value), how)) !== null && client
      }
      // Its caller was told that nobody knows. If it stayed, the next try would be one too many.
      const withdraw = (client: Client | false) => {
        if (client) client.getDel(prefix + key).catch(() => undefined)
      }
      return (await ask(setIfAbsent, withdraw)) !== false
    },
    async clear(prefixOfOurs) {
      const match = { MATCH: `${prefix}${prefixOfOurs}*`, COUNT: scanKeys }
      let [cursor, cleared] = ['0', 0]
      do {
        const step = await ask((client) => client.scan(cursor, match))
        // One by one, for in a cluster a command may not name two. They are sent together.
        const gone = await ask((client) => Promise.all(step.keys.map((key) => client.unlink(key))))
        cleared += gone.reduce((sum, one) => sum + one, 0)
        cursor = step.cursor.toString()
      } while (cursor !== '0')
      return cleared
    },
    async about() {
      // Not CONFIG, which those who rent servers out keep to themselves.
      const text = String(await ask((client) => client.info()))
      const line = (name: string) => new RegExp(`^${name}:(\\S+)`, 'm').exec(text)?.[1]
      return { version: line('redis_version'), policy: line('maxmemory_policy') }
    },
    close() {
      for (const one of clients) forget(one)
    },
  }
}

type Client = ReturnType<typeof newClient>

function newClient(url: string) {
  return createClient({
    url,
    RESP: 2,
    commandOptions: { typeMapping: { [RESP_TYPES.BLOB_STRING]: Buffer } },
    // Whoever waits has been told otherwise by the time the server is back.
    disableOfflineQueue: true,
    // Commands that a user with few rights may not send.
    disableClientInfo: true,
    maintNotifications: 'disabled',
    socket: {
      connectTimeout: 1000,
      reconnectStrategy: (tries) => Math.min(50 * 2 ** tries, 500) + Math.random() * 100,
    },
  })
}

function checkedUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url && /^rediss?:$/.test(url.protocol) && url.hostname) return text
  throw new Error(
    'SESSION_STORE must be like redis://host:6379 or rediss://user:password@host:6379',
  )
}

function ready(client: Client, deadline: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, deadline)
    client.once('ready', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}

/** An error with a name that may be logged: Redis' messages quote what they were sent. */
function named(error: unknown): Error {
  const named = new Error('Redis cannot be asked', { cause: error })
  return Object.assign(named, { code: nameOf(error) })
}

function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error
  if (error instanceof ErrorReply) return /^[A-Z]+/.exec(error.message)?.[0] ?? 'ERR'
  return 'code' in error && typeof error.code === 'string' ? error.code : error.constructor.name
}

function lives(seconds: number) {
  return { expiration: { type: 'EX', value: seconds } } as const
}

function buffer(value: Bytes): Buffer {
  return Buffer.from(value.buffer, value.byteOffset, value.length)
}

/** A copy: the buffer may be a corner of a larger one. */
function bytes(value: Buffer): Bytes {
  return new Uint8Array(value)
}
