import { type Bytes, utf8 } from '../crypto.ts'
import { BffError } from '../errors.ts'
import type { SessionStore } from './store.ts'

export interface MemoryLimits {
  entries: number
  /** Of keys and values together, not counting what the engine adds. */
  bytes: number
}

const defaults: MemoryLimits = { entries: 250_000, bytes: 512 * 1024 * 1024 }

/**
 * A store in the memory of one process. It ends with the process and is shared with nobody.
 * When it is full it refuses what is new and never drops what is alive.
 *
 * @param now milliseconds since the epoch
 */
export function createMemoryStore(now: () => number = Date.now, limits = defaults): SessionStore {
  // Milliseconds from here on: for weeks a number so small that the engine keeps it in place.
  const began = now()
  const clock = () => Math.floor(now() - began)
  // A string of latin1 characters takes a third of the memory that a small typed array takes.
  const entries = new Map<string, { value: string; expires: number }>()
  let bytes = 0
  let broom = entries.keys()

  const forget = (key: string, value: string) => {
    entries.delete(key)
    bytes -= key.length + value.length
  }

  const alive = (key: string) => {
    const entry = entries.get(key)
    if (!entry || entry.expires > clock()) return entry
    forget(key, entry.value)
    return undefined
  }

  // A few steps for every new entry keep the dead from piling up, without a timer.
  const sweep = (steps: number) => {
    for (let step = 0; step < steps; step++) {
      const next = broom.next()
      if (next.done) broom = entries.keys()
      else alive(next.value)
    }
  }

  const full = (key: string, value: Bytes) => {
    const old = alive(key)
    const grown = bytes + value.length + (old ? -old.value.length : key.length)
    return grown > limits.bytes || entries.size >= limits.entries + (old ? 1 : 0)
  }

  const insert = (key: string, value: Bytes, ttl: number) => {
    sweep(2)
    if (full(key, value)) sweep(1000)
    if (full(key, value)) throw new BffError('store_unavailable', 'the memory store is full')
    const old = entries.get(key)
    if (old) forget(key, old.value)
    // A key that was put together keeps its parts; one out of bytes is in one piece.
    entries.set(latin1(utf8(key)), { value: latin1(value), expires: clock() + ttl * 1000 })
    bytes += key.length + value.length
  }

  return {
    async get(key) {
      const entry = alive(key)
      return entry && { value: fromLatin1(entry.value), ttl: (entry.expires - clock()) / 1000 }
    },
    async put(key, value, ttl) {
      insert(key, value, ttl)
    },
    async touch(key, ttl) {
      const entry = alive(key)
      if (entry) entry.expires = clock() + ttl * 1000
      return entry && fromLatin1(entry.value)
    },
    async take(key) {
      const entry = alive(key)
      if (entry) forget(key, entry.value)
      return entry && fromLatin1(entry.value)
    },
    async mark(key, value, ttl) {
      if (alive(key)) return false
      insert(key, value, ttl)
      return true
    },
    async clear(prefix) {
      const doomed = [...entries.keys()].filter((key) => key.startsWith(prefix) && alive(key))
      for (const key of doomed) forget(key, entries.get(key)?.value ?? '')
      return doomed.length
    },
  }
}

function latin1({ buffer, byteOffset, length }: Bytes): string {
  return Buffer.from(buffer, byteOffset, length).toString('latin1')
}

function fromLatin1(text: string): Bytes {
  const { buffer, byteOffset, length } = Buffer.from(text, 'latin1')
  return new Uint8Array(buffer, byteOffset, length)
}
