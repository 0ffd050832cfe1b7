import { type Bytes, webCrypto } from '../crypto.ts'
import { BffError } from '../errors.ts'
import type { SessionStore } from './store.ts'

/** Times are milliseconds since the epoch. */
export interface Question {
  ask: 'get' | 'put' | 'touch' | 'take' | 'mark' | 'clear'
  key: string
  value: Bytes
  expires: number
  now: number
}

export interface Row {
  value: Bytes
  expires: number
}

/** A binding of Durable Objects of the class `SessionShard`. */
export interface Shards {
  idFromName(name: string): object
  get(id: object): { ask(question: Question): Promise<Row[]> }
}

export interface DurableStoreOptions {
  shards: Shards
  /** Milliseconds since the epoch. */
  now: () => number
  /** Keeps the runtime at work that goes on after the request that began it. */
  outlive: (work: Promise<unknown>) => void
  /** Milliseconds after which a call is given up. */
  deadline?: number
}

/** With another number nearly every key would be looked for in a shard where it is not. */
const shardCount = 64

/**
 * A store in Durable Objects, by the first bits of each key's SHA-256 in one of 64. Each is one
 * object in one place, so that of many concurrent callers in the world one takes and one marks.
 */
export function createDurableStore(options: DurableStoreOptions): SessionStore {
  const { shards, now, outlive, deadline = 500 } = options

  const shard = (number: number) => shards.get(shards.idFromName(`shard ${number}`))
  const shardOf = async (key: string) => {
    const [byte = 0] = await webCrypto.sha256.bytes(key)
    return shard(byte % shardCount)
  }

  /** @param late hears the answer that came when nobody waited for it any more */
  const call = (rows: Promise<Row[]>, late: (rows: Row[]) => unknown = () => undefined) => {
    let waiting = true
    outlive(
      rows.then(
        (answer) => (waiting ? undefined : late(answer)),
        () => undefined,
      ),
    )
    return new Promise<Row[]>((resolve, reject) => {
      const timer = setTimeout(() => {
        waiting = false
        reject(new BffError('store_unavailable', `the store did not answer in ${deadline} ms`))
      }, deadline)
      rows
        .catch((cause: unknown) => {
          throw new BffError('store_unavailable', 'the store cannot be reached', { cause })
        })
        .then(resolve, reject)
        .finally(() => clearTimeout(timer))
    })
  }

  const question = (ask: Question['ask'], key: string, value: Bytes, ttl: number): Question => {
    const at = now()
    return { ask, key, value, expires: at + ttl * 1000, now: at }
  }

  const send = async (ask: Question['ask'], key: string, value = nothing, ttl = 0) =>
    (await shardOf(key)).ask(question(ask, key, value, ttl))

  return {
    async get(key) {
      const [row] = await call(send('get', key))
      return row && { value: row.value, ttl: (row.expires - now()) / 1000 }
    },
    async put(key, value, ttl) {
      await call(send('put', key, value, ttl))
    },
    async touch(key, ttl) {
      const [row] = await call(send('touch', key, nothing, ttl))
      return row?.value
    },
    async take(key) {
      const [row] = await call(send('take', key))
      return row?.value
    },
    async mark(key, value, ttl) {
      // Its caller was told that nobody knows. If it stayed, the next try would be one too many.
      const withdraw = (rows: Row[]) => rows.length > 0 && send('take', key)
      return (await call(send('mark', key, value, ttl), withdraw)).length > 0
    },
    async clear(prefix) {
      let cleared = 0
      for (let number = 0; number < shardCount; number++) {
        for (;;) {
          const rows = await call(shard(number).ask(question('clear', prefix, nothing, 0)))
          cleared += rows.length
          if (rows.length === 0) break
        }
      }
      return cleared
    },
  }
}

const nothing: Bytes = new Uint8Array()
