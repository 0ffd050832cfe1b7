import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface, type Interface } from 'node:readline'
import { DatabaseSync } from 'node:sqlite'
import type { Worker } from 'node:worker_threads'
import { build } from 'vite'
import { afterEach, describe, expect, test } from 'vitest'
import { utf8 } from '../crypto.ts'
import { createSqliteStore, type SqliteOptions } from './node-sqlite-store.ts'
import { describeStore } from './store.contract.ts'

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

const value = utf8('a sealed record')

describeStore('SQLite', async () => {
  let now = 1_800_000_000_000
  return {
    store: await openStore({ now: () => now }),
    pass: (milliseconds) => {
      now += milliseconds
    },
  }
})

test('a record outlives the process that put it', async () => {
  const path = newPath()
  const store = await openStore({ path })
  await store.put('k', value, 60)
  await store.close()

  expect((await (await openStore({ path })).get('k'))?.value).toEqual(value)
})

test('a process that is killed while it writes loses no write that was answered (P32)', async () => {
  const path = newPath()
  const { child, lines } = openChild(
    path,
    `for (let i = 0; ; i++) {
      await store.put('k' + i, new Uint8Array(2000).fill(i), 60)
      process.stdout.write(i + '\\n')
    }`,
  )
  let last = 0
  for await (const line of lines) {
    last = Number(line)
    if (last === 500) child.kill('SIGKILL')
  }

  expect(last).toBeGreaterThanOrEqual(500)
  const store = await openStore({ path })
  for (let i = 0; i <= last; i++) {
    expect((await store.get(`k${i}`))?.value).toEqual(new Uint8Array(2000).fill(i))
  }
})

test('of 16 callers in two processes one marks a key and one takes it, 50 times (P3)', async () => {
  const path = newPath()
  const rounds = Array.from({ length: 50 }, (_, i) => i)
  const race = `
    const wins = []
    for (const round of ${JSON.stringify(rounds)}) {
      const marks = await Promise.all(Array.from({ length: 8 }, () => store.mark('m' + round, value, 60)))
      const takes = await Promise.all(Array.from({ length: 8 }, () => store.take('t' + round)))
      wins.push([marks.filter(Boolean).length, takes.filter(Boolean).length])
    }`
  const store = await openStore({ path })
  for (const round of rounds) await store.put(`t${round}`, value, 60)
  const outputs = [1, 2].map(async () => {
    const { lines } = openChild(path, `${race}; process.stdout.write(JSON.stringify(wins))`)
    return JSON.parse(await firstLine(lines))
  })
  const [one, other] = await Promise.all(outputs)

  const sums = rounds.map((i) => [one[i][0] + other[i][0], one[i][1] + other[i][1]])
  expect(sums).toEqual(rounds.map(() => [1, 1]))
})

test('processes that start together on a new file all get to use it', async () => {
  const path = newPath()
  const outputs = [1, 2, 3].map(async (i) => {
    const { lines } = openChild(path, `await store.put('k${i}', value, 60); console.log('done')`)
    return firstLine(lines)
  })

  expect(await Promise.all(outputs)).toEqual(['done', 'done', 'done'])
})

test('a new file that another process writes just now is waited for (P29)', async () => {
  const path = newPath()
  mkdirSync(join(path, '..'))
  // SQLite itself would not wait here, nor where two turn a new file to WAL at once.
  setTimeout(lock(path), 700)

  await (await openStore({ path })).put('k', value, 60)
})

test('writing sweeps out what is over, so that the file stops growing', async () => {
  let now = 0
  const path = newPath()
  const store = await openStore({ path, now: () => now })
  for (let i = 0; i < 150; i++) await store.put(`old${i}`, value, 1)
  now = 2000
  for (let i = 0; i < 100; i++) await store.put(`new${i}`, value, 60)
  await store.get('after the last sweep')

  expect(read(path, 'SELECT count(*) AS n FROM records')).toEqual({ n: 100 })
})

describe('while another process keeps the file locked', () => {
  test('nothing is known within the deadline, and soon at once; then all is well again (P29)', async () => {
    const path = newPath()
    const told: string[] = []
    const store = await openStore({
      path,
      deadline: 500,
      onLost: () => told.push('lost'),
      onBack: () => told.push('back'),
    })
    await store.put('k', value, 60)
    const unlock = lock(path)

    for (let i = 0; i < 3; i++) {
      expect(await unknown(store.put(`k${i}`, value, 60))).toBeLessThan(3000)
    }
    expect(await unknown(store.get('k'))).toBeLessThan(400)
    unlock()

    await expect
      .poll(() => store.get('k').catch(() => 'unknown'), { timeout: 15_000 })
      .toBeTypeOf('object')
    await store.put('k', value, 60)
    expect(told).toEqual(['lost', 'back'])
  })

  test('a mark that was given up is withdrawn: the next try is not told that it was used (P3)', async () => {
    const path = newPath()
    const store = await openStore({ path, deadline: 500 })
    const unlock = lock(path)
    await unknown(store.mark('k', value, 60))
    unlock()
    // Answered after the mark, by the same thread.
    await store.get('k')

    expect(await store.mark('k', value, 60)).toBe(true)
  })

  test('a mark that was given up leaves alone the one that was there before it', async () => {
    const path = newPath()
    const store = await openStore({ path, deadline: 500 })
    await store.mark('k', value, 60)
    const unlock = lock(path)
    await unknown(store.mark('k', value, 60))
    unlock()
    await store.get('k')

    expect(await store.mark('k', value, 60)).toBe(false)
  })
})

test('a thread that dies is replaced by the next call (P35)', async () => {
  const workers = rememberWorkers()
  const store = await openStore({})
  await store.put('k', value, 60)
  await workers[0]?.terminate()

  expect((await store.get('k'))?.value).toEqual(value)
  expect(workers).toHaveLength(2)
})

test('a file that went bad is tried again once a second, and works when it is good again', async () => {
  const workers = rememberWorkers()
  const path = newPath()
  const store = await openStore({ path })
  await workers[0]?.terminate()
  for (const file of [path, `${path}-wal`, `${path}-shm`]) rmSync(file, { force: true })
  writeFileSync(path, 'Something else, and long enough not to be taken for an empty file.')

  for (let i = 0; i < 5; i++) await unknown(store.get('k'))
  expect(workers).toHaveLength(2)
  rmSync(path)
  await expect
    .poll(() => store.get('k').catch(() => 'unknown'), { timeout: 15_000 })
    .toBeUndefined()
})

test('in the production build, which is JavaScript elsewhere, the thread starts and ends too', async () => {
  const outDir = join(newPath(), '..')
  const root = join(import.meta.dirname, '../..')
  const ssr = 'src/session/node-sqlite-store.ts'
  await build({ root, build: { ssr, outDir }, logLevel: 'silent' })
  const { child, lines } = openChild(
    newPath(),
    `await store.put('k', value, 60); console.log((await store.get('k')).value.length)`,
    join(outDir, 'node-sqlite-store.js'),
  )

  expect(await firstLine(lines)).toBe('10')
  if (child.exitCode === null) await once(child, 'exit')
  expect(child.exitCode).toBe(0)
})

test('folder and files are for this user alone', async () => {
  const path = newPath()
  const store = await openStore({ path })
  await store.put('k', value, 60)

  const rights = (file: string) => (statSync(file).mode & 0o777).toString(8)
  expect([join(path, '..'), path, `${path}-wal`, `${path}-shm`].map(rights)).toEqual([
    '700',
    '600',
    '600',
    '600',
  ])
})

describe('a file that will not do stops the start in words for an operator (P36)', () => {
  const sql = (statements: string) => (path: string) => {
    mkdirSync(join(path, '..'))
    const database = new DatabaseSync(path)
    database.exec(statements)
    database.close()
  }
  const text = (path: string) => {
    mkdirSync(join(path, '..'))
    writeFileSync(path, 'Something else, and long enough not to be taken for an empty file.')
  }
  const keepLocked = (path: string) => {
    mkdirSync(join(path, '..'))
    ends.push(lock(path))
  }
  const rows: [string, (path: string) => unknown, string][] = [
    ['of another kind', text, 'is no SQLite database'],
    ['in a folder that is a file', (path) => writeFileSync(join(path, '..'), ''), 'a file'],
    ['that another process keeps locked', keepLocked, 'another process keeps locked'],
    ['that is a folder', (path) => mkdirSync(path, { recursive: true }), 'cannot be opened'],
    ['of a newer version', sql('PRAGMA user_version = 2'), 'newer version of this program'],
    ['of another program', sql('CREATE TABLE users (name TEXT)'), 'another program'],
  ]
  test.each(rows)('%s', async (_what, make, words) => {
    const path = newPath()
    make(path)

    const refused = expect(openStore({ path })).rejects
    await refused.toThrow('SESSION_STORE names a file that')
    await expect(openStore({ path })).rejects.toThrow(words)
  })
})

/** A path in a folder that is not there yet. */
function newPath(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sqlite-store-'))
  ends.push(() => rmSync(folder, { recursive: true }))
  return join(folder, 'data', 'sessions.db')
}

/** The threads that this process starts during the test. */
function rememberWorkers(): Worker[] {
  const workers: Worker[] = []
  const remember = (worker: Worker) => workers.push(worker)
  process.on('worker', remember)
  ends.push(() => process.off('worker', remember))
  return workers
}

/** Patient with a busy machine, but where a test says otherwise. */
async function openStore(options: Partial<SqliteOptions>) {
  const store = await createSqliteStore({ path: newPath(), deadline: 5000, ...options })
  ends.push(() => store.close())
  return store
}

const source = 'node-sqlite-store.ts'

/** Another process, which opens the same file and runs the code with `store` and `value`. */
function openChild(path: string, code: string, module = join(import.meta.dirname, source)) {
  const program = `
    import { createSqliteStore } from ${JSON.stringify(module)}
    const value = new Uint8Array(10)
    const store = await createSqliteStore({ path: ${JSON.stringify(path)}, deadline: 5000 })
    ${code}`
  const child: ChildProcess = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  ends.push(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGKILL')
    await once(child, 'exit')
  })
  if (!child.stdout) throw new Error('the child has no output')
  return { child, lines: createInterface(child.stdout) }
}

async function firstLine(lines: Interface): Promise<string> {
  for await (const line of lines) return line
  throw new Error('the child ended without a word')
}

/** @returns what lets go of it */
function lock(path: string): () => void {
  const database = new DatabaseSync(path)
  database.exec('BEGIN IMMEDIATE')
  return () => database.close()
}

function read(path: string, sql: string) {
  const database = new DatabaseSync(path)
  const row = { ...database.prepare(sql).get() }
  database.close()
  return row
}

/** @returns the milliseconds until it was known that nothing is known */
async function unknown(call: Promise<unknown>): Promise<number> {
  const start = performance.now()
  await expect(call).rejects.toMatchObject({ code: 'store_unavailable' })
  return performance.now() - start
}
