import { waitUntil } from 'cloudflare:workers'
import { base64url, fromBase64 } from '../crypto.ts'
import type { Log } from '../observe/events.ts'
import { createWebFetch } from '../provider/web-fetch.ts'
import { SessionShard } from '../session/durable-object.ts'
import { createDurableStore, type Question, type Shards } from '../session/durable-store.ts'
import type { SessionStore } from '../session/store.ts'
import type { Bindings } from '../worker-env.ts'
import { createService } from '../worker-service.ts'
import { answerCall, type Door, remoteStore, StoreCall, type Told, Visit } from './wire.ts'

export { SessionShard } from '../session/durable-object.ts'

/** Answers when nobody waits any more, but tells about a key called `quick` at once. */
export class SlowShard extends SessionShard {
  override async ask(question: Question) {
    const rows = await super.ask(question)
    const quick = question.ask === 'get' && question.key === 'quick'
    if (!quick) await new Promise((resolve) => setTimeout(resolve, 1000))
    return rows
  }
}

/** Sweeps often, and tells what there is. */
export class TidyShard extends SessionShard {
  protected override sweepPause = 200

  kept(): number {
    return this.ctx.storage.sql.exec('SELECT 1 FROM records').toArray().length
  }
}

interface TestBindings extends Bindings {
  SLOW: Shards
  TIDY: { idFromName(name: string): object; get(id: object): Pick<TidyShard, 'ask' | 'kept'> }
}

/** One service of a test, with what it has logged and written since the last answer. */
interface Opened {
  service: ReturnType<typeof createService>
  clock: { now: number }
  told: Pick<Told, 'log' | 'stored'>
}
const doors = new Map<string, Opened>()

/**
 * The worker as tests reach it: each request says which service it is for, and by whose clock. Its
 * adapters are the real ones, but for sgID's address.
 */
export default {
  async fetch(request: Request, env: TestBindings): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url)
    const name = searchParams.get('name') ?? ''
    if (pathname === '/kept') {
      const shard = env.TIDY.get(env.TIDY.idFromName(name))
      for (const expires of searchParams.getAll('expires').map(Number)) {
        const value = new Uint8Array(1)
        await shard.ask({ ask: 'put', key: `k${expires}`, value, expires, now: Date.now() })
      }
      return Response.json(await shard.kept())
    }
    if (pathname === '/store') {
      const now = () => Number(searchParams.get('now'))
      const shards = part(searchParams.has('slow') ? env.SLOW : env.SESSIONS, name)
      const store = createDurableStore({ shards, now, outlive: waitUntil })
      return Response.json(await answerCall(store, StoreCall.parse(await request.json())))
    }
    const { door, url, method, headers, body } = Visit.parse(await request.json())
    const { service, clock, told } = doors.get(door.name) ?? open(door, env)
    clock.now = door.now
    const init = { method, headers, ...(body !== undefined && { body: fromBase64(body) }) }
    const answering = service.then((app) => app.fetch(new Request(url, init)))
    waitUntil(answering)
    const answer = await answering
    return Response.json({
      status: answer.status,
      headers: [...answer.headers],
      body: base64url(new Uint8Array(await answer.arrayBuffer())),
      log: told.log.splice(0),
      stored: told.stored.splice(0),
    } satisfies Told)
  },
}

function open(door: Door, env: TestBindings): Opened {
  const clock = { now: door.now }
  const now = () => clock.now
  const told: Opened['told'] = { log: [], stored: [] }
  const log: Log = (event, fields) => event !== 'config.loaded' && told.log.push({ event, fields })
  const relay = async (what: string, init?: RequestInit) => fetch(door.relay + what, init)
  const sgid = createWebFetch(door.settings['SGID_HOSTNAME'] ?? '', async (url, init) =>
    relay('/sgid', { ...init, headers: [...new Headers(init?.headers), ['X-Url', String(url)]] }),
  )
  const store = door.given.store
    ? remoteStore(async (call) => {
        const answer = await relay('/store', { method: 'POST', body: JSON.stringify(call) })
        return answer.json()
      })
    : createDurableStore({ shards: part(env.SESSIONS, door.part), now, outlive: waitUntil })

  const settings = { RATE_LIMIT_PER_MINUTE: '0', ...door.settings }
  const service = createService(
    { SESSIONS: env.SESSIONS, ...settings },
    {
      now,
      log,
      fetch: sgid,
      store: recorded(store, told.stored),
      timeouts: door.timeouts,
      ...(door.places !== undefined && { places: door.places }),
      ...(door.given.pages && { pages: () => relay('/pages') }),
    },
  )
  const opened = { service, clock, told }
  doors.set(door.name, opened)
  return opened
}

/** The shards of one service, that no other meets. */
function part(shards: Shards, name: string): Shards {
  return {
    idFromName: (shard) => shards.idFromName(`${name} ${shard}`),
    get: (id) => shards.get(id),
  }
}

function recorded(store: SessionStore, stored: Told['stored']): SessionStore {
  return {
    ...store,
    put: (key, value, ttl) => {
      stored.push({ key, value: base64url(value) })
      return store.put(key, value, ttl)
    },
    mark: (key, value, ttl) => {
      stored.push({ key, value: base64url(value) })
      return store.mark(key, value, ttl)
    },
    take: (key) => {
      stored.push({ key })
      return store.take(key)
    },
  }
}
