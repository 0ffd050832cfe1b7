import { resolve } from 'node:path'
import { Worker } from 'node:worker_threads'
import { BffError } from '../errors.ts'
import type { Answer, Question, Row } from './node-sqlite-worker.ts'
import { type CallOptions, createCall } from './node-store-call.ts'
import type { SessionStore } from './store.ts'

export interface SqliteOptions extends CallOptions {
  /** Of the file. It is made, with its folder, for this user alone. */
  path: string
  /** Milliseconds since the epoch. */
  now?: () => number
}

export interface SqliteStore extends SessionStore {
  close(): Promise<void>
}

/** Milliseconds after which a file that could not be opened again is tried anew. */
const restartPause = 1000

/**
 * A store in a file of this machine, which outlives the process; several processes may share it.
 * It must lie on a local disk. A write that was answered survives the death of the process, and of
 * the machine but for its last moments.
 *
 * SQLite works in a thread of its own, where waiting for the disk holds up nobody's request. A
 * thread that dies is replaced by the next call.
 *
 * @throws {Error} about SESSION_STORE, for an operator, when the file cannot be opened or is not ours
 */
export async function createSqliteStore(options: SqliteOptions): Promise<SqliteStore> {
  const { path, now = Date.now } = options
  const call = createCall(options)
  let thread: Promise<Thread> | undefined
  let refused = Number.NEGATIVE_INFINITY

  const start = () => {
    const started = startThread(resolve(path), () => {
      if (thread === started) thread = undefined
    })
    thread = started
    return started
  }

  const running = async () => {
    if (thread) return thread
    if (performance.now() - refused < restartPause) throw new Error('the file was refused just now')
    return start().catch((error: unknown) => {
      refused = performance.now()
      throw error
    })
  }

  const ask = async (question: Omit<Question, 'id' | 'now'>) =>
    (await running()).ask({ ...question, now: now() })

  const read = async (what: 'get' | 'take' | 'touch', key: string, ttl = 0) => {
    const expires = now() + ttl * 1000
    const [row] = await call(() => ask({ ask: what, key, value: null, expires }))
    return row
  }

  await start()
  return {
    async get(key) {
      const row = await read('get', key)
      return row && { value: row.value, ttl: (row.expires - now()) / 1000 }
    },
    async put(key, value, ttl) {
      await call(() => ask({ ask: 'put', key, value, expires: now() + ttl * 1000 }))
    },
    async touch(key, ttl) {
      return (await read('touch', key, ttl))?.value
    },
    async take(key) {
      return (await read('take', key))?.value
    },
    async mark(key, value, ttl) {
      // Its caller was told that nobody knows. If it stayed, the next try would be one too many.
      const withdraw = (rows: Row[]) => {
        if (rows.length > 0) read('take', key).catch(() => undefined)
      }
      const rows = await call(
        () => ask({ ask: 'mark', key, value, expires: now() + ttl * 1000 }),
        withdraw,
      )
      return rows.length > 0
    },
    async clear(prefix) {
      const question = { ask: 'clear', key: prefix, value: null, expires: 0 } as const
      let cleared = 0
      for (;;) {
        const rows = await call(() => ask(question))
        cleared += rows.length
        if (rows.length === 0) return cleared
      }
    },
    async close() {
      const open = thread
      thread = undefined
      await open?.then((one) => one.close())
    },
  }
}

interface Thread {
  ask(question: Omit<Question, 'id'>): Promise<Row[]>
  /** Answers what was asked before, then ends. */
  close(): Promise<void>
}

/** @param ended is told when the thread is of no use any more, whatever the reason */
function startThread(path: string, ended: () => void): Promise<Thread> {
  // Beside this file, and in its language: TypeScript in development, the build's JavaScript after.
  const file = import.meta.url.replace(/[^/]+\.(\w+)$/, 'node-sqlite-worker.$1')
  const worker = new Worker(new URL(file), { workerData: { path }, execArgv: [] })
  const waiting = new Map<number, PromiseWithResolvers<Row[]>>()
  let last = 0

  const thread: Thread = {
    ask(question) {
      const id = ++last
      const answer = Promise.withResolvers<Row[]>()
      waiting.set(id, answer)
      worker.postMessage({ ...question, id } satisfies Question)
      return answer.promise
    },
    async close() {
      const question = { id: 0, ask: 'close', key: '', value: null, expires: 0, now: 0 } as const
      const gone = new Promise((done) => worker.once('exit', done))
      worker.ref()
      worker.postMessage(question satisfies Question)
      await gone
    },
  }

  return new Promise((opened, reject) => {
    const end = (error: Error) => {
      ended()
      reject(error)
      for (const { reject } of waiting.values()) reject(error)
      waiting.clear()
    }
    worker.on('message', (answer: Answer) => {
      if ('refused' in answer) return end(new Error(answer.refused))
      if ('ready' in answer) {
        // A store is no reason for a process to go on.
        worker.unref()
        return opened(thread)
      }
      const call = waiting.get(answer.id)
      waiting.delete(answer.id)
      if ('failed' in answer) call?.reject(failure(answer.failed))
      else call?.resolve(answer.rows)
    })
    worker.on('error', end)
    worker.on('exit', () => end(new Error('the thread of the SQLite store ended')))
  })
}

/** A full disk is an answer: reading goes on. Any other failure leaves us knowing nothing. */
function failure(code: string): Error {
  if (code === 'SQLITE_FULL') return new BffError('store_unavailable', 'the disk is full')
  return Object.assign(new Error('SQLite failed'), { code })
}
