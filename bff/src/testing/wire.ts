import * as z from 'zod'
import { base64url, fromBase64 } from '../crypto.ts'
import { BffError } from '../errors.ts'
import { type EventFields, events } from '../observe/events.ts'
import type { SessionStore } from '../session/store.ts'

/** Bytes, as they go through JSON. */
const Bytes = z.string()

/** A call of a store by a test, or of a test's store by a worker. */
export const StoreCall = z.object({
  call: z.enum(['get', 'put', 'touch', 'take', 'mark', 'clear']),
  key: z.string(),
  value: Bytes.default(''),
  ttl: z.number().default(0),
})
export type StoreCall = z.input<typeof StoreCall>

export const StoreAnswer = z.object({
  value: Bytes.optional(),
  ttl: z.number().default(0),
  marked: z.boolean().default(false),
  cleared: z.number().default(0),
  /** Why nobody knows, */
  unavailable: z.string().optional(),
  /** and what was thrown that nobody expected. */
  bug: z.object({ name: z.string(), message: z.string() }).optional(),
})
export type StoreAnswer = z.input<typeof StoreAnswer>

/** Carries out a call that came over the wire. */
export async function answerCall(store: SessionStore, sent: StoreCall): Promise<StoreAnswer> {
  const { call, key, ttl, ...rest } = StoreCall.parse(sent)
  const value = fromBase64(rest.value)
  const found = (bytes: Uint8Array | undefined) => (bytes ? { value: base64url(bytes) } : {})
  const run: Record<typeof call, () => Promise<StoreAnswer>> = {
    get: async () => {
      const record = await store.get(key)
      return record ? { ...found(record.value), ttl: record.ttl } : {}
    },
    put: () => store.put(key, value, ttl).then(() => ({})),
    touch: async () => found(await store.touch(key, ttl)),
    take: async () => found(await store.take(key)),
    mark: async () => ({ marked: await store.mark(key, value, ttl) }),
    clear: async () => ({ cleared: await store.clear(key) }),
  }
  return run[call]().catch((error: unknown) => {
    if (error instanceof BffError) return { unavailable: error.message }
    return {
      bug: error instanceof Error ? { name: error.name, message: error.message } : undefined,
    }
  })
}

/** A store at the other end of a wire. */
export function remoteStore(send: (call: StoreCall) => Promise<unknown>): SessionStore {
  const ask = async (call: StoreCall) => {
    const { unavailable, bug, ...answer } = StoreAnswer.parse(await send(call))
    if (bug) throw Object.assign(new Error(bug.message), { name: bug.name })
    if (unavailable !== undefined) throw new BffError('store_unavailable', unavailable)
    const value = answer.value === undefined ? undefined : fromBase64(answer.value)
    return { ...answer, value }
  }
  return {
    async get(key) {
      const { value, ttl } = await ask({ call: 'get', key })
      return value && { value, ttl }
    },
    async put(key, value, ttl) {
      await ask({ call: 'put', key, value: base64url(value), ttl })
    },
    touch: async (key, ttl) => (await ask({ call: 'touch', key, ttl })).value,
    take: async (key) => (await ask({ call: 'take', key })).value,
    mark: async (key, value, ttl) =>
      (await ask({ call: 'mark', key, value: base64url(value), ttl })).marked,
    clear: async (key) => (await ask({ call: 'clear', key })).cleared,
  }
}

/** What a worker under test is told beside a request. */
export const Door = z.object({
  /** Names the service, */
  name: z.string(),
  /** and the part of the store that it shares with its other instances. */
  part: z.string(),
  settings: z.record(z.string(), z.string()),
  /** Milliseconds since the epoch, for this request. */
  now: z.number(),
  /** Where the test listens, which plays sgID and what else is given. */
  relay: z.string(),
  given: z.object({ store: z.boolean(), pages: z.boolean() }),
  timeouts: z.record(z.string(), z.number()),
  places: z.number().optional(),
})
export type Door = z.infer<typeof Door>

/** A request or an answer that is carried within another. */
const Headers = z.array(z.tuple([z.string(), z.string()]))
export const Visit = z.object({
  door: Door,
  url: z.string(),
  method: z.string(),
  headers: Headers,
  body: Bytes.optional(),
})
export type Visit = z.infer<typeof Visit>

const Fields = z.custom<EventFields>((value) => typeof value === 'object')
export const Told = z.object({
  status: z.number(),
  headers: Headers,
  body: Bytes,
  log: z.array(z.object({ event: z.enum(names(events)), fields: Fields.optional() })),
  /** What was written to the store (with its value), or taken from it. */
  stored: z.array(z.object({ key: z.string(), value: Bytes.optional() })),
})
export type Told = z.input<typeof Told>

function names<Name extends string>(table: Record<Name, unknown>): [Name, ...Name[]] {
  const [first, ...rest] = Object.keys(table).filter((name): name is Name => name in table)
  if (first === undefined) throw new RangeError('an empty table')
  return [first, ...rest]
}
