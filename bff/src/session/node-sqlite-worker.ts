import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import type { Bytes } from '../crypto.ts'

/** Times are milliseconds since the epoch. */
export interface Question {
  id: number
  ask: 'get' | 'put' | 'touch' | 'take' | 'mark' | 'clear' | 'close'
  key: string
  value: Bytes | null
  expires: number
  now: number
}

export interface Row {
  value: Bytes
  expires: number
}

/** The first one tells whether the file could be opened, and why not in words for an operator. */
export type Answer =
  | { ready: true }
  | { refused: string }
  | { id: number; rows: Row[] }
  | { id: number; failed: string }

/** Of the tables below. Whoever changes them counts on, and teaches `prepare` to bring up the old. */
const schemaVersion = 1

const schema = `
  CREATE TABLE records (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    expires INTEGER NOT NULL,
    value BLOB NOT NULL
  ) STRICT;
  CREATE INDEX records_by_expires ON records (expires);
  PRAGMA user_version = ${schemaVersion};
`

/** Milliseconds that a statement waits for another process. */
const busyTimeout = 2000
/** Milliseconds between two tries where SQLite itself does not wait. */
const walPause = 20
/** Rows that one step of clearing takes away. */
const clearRows = 200
/** Writes between two rounds of the broom, and the rows that one round takes away at most. */
const sweepEvery = 25
const sweepRows = 50

function serve(port: MessagePort, path: string): void {
  const answer = (answer: Answer) => port.postMessage(answer)
  let database: DatabaseSync
  try {
    database = open(path)
  } catch (error) {
    answer({ refused: explain(error) })
    return
  }
  const run = createStatements(database)
  port.on('message', (question: Question) => {
    const { id, ask } = question
    if (ask === 'close') {
      database.close()
      port.close()
      return
    }
    try {
      answer({ id, rows: run[ask](question) })
    } catch (error) {
      answer({ id, failed: code(error) })
    }
    if (ask === 'put' || ask === 'mark') run.sweep(question.now)
  })
  answer({ ready: true })
}

function createStatements(database: DatabaseSync) {
  const get = database.prepare('SELECT value, expires FROM records WHERE key = ? AND expires > ?')
  const put = database.prepare(`
    INSERT INTO records (key, value, expires) VALUES (?, ?, ?)
    ON CONFLICT (key) DO UPDATE SET value = excluded.value, expires = excluded.expires`)
  const touch = database.prepare(`
    UPDATE records SET expires = ? WHERE key = ? AND expires > ? RETURNING value, expires`)
  const take = database.prepare(`
    DELETE FROM records WHERE key = ? AND expires > ? RETURNING value, expires`)
  const mark = database.prepare(`
    INSERT INTO records (key, value, expires) VALUES (?, ?, ?)
    ON CONFLICT (key) DO UPDATE SET value = excluded.value, expires = excluded.expires
    WHERE records.expires <= ? RETURNING value, expires`)
  // The keys from the prefix up to the greatest that begins with it.
  const clear = database.prepare(`
    DELETE FROM records WHERE id IN (
      SELECT id FROM records WHERE key >= ?1 AND key < ?1 || char(0x10ffff) AND expires > ?2
      LIMIT ${clearRows}
    ) RETURNING zeroblob(0) AS value, expires`)
  const sweep = database.prepare(`
    DELETE FROM records WHERE id IN (SELECT id FROM records WHERE expires <= ? LIMIT ${sweepRows})`)
  let writes = 0

  return {
    get: ({ key, now }: Question) => rows(get, key, now),
    put: ({ key, value, expires }: Question) => rows(put, key, value, expires),
    touch: ({ key, expires, now }: Question) => rows(touch, expires, key, now),
    take: ({ key, now }: Question) => rows(take, key, now),
    mark: ({ key, value, expires, now }: Question) => rows(mark, key, value, expires, now),
    clear: ({ key, now }: Question) => rows(clear, key, now),

    /** A few of the dead for every few writes: the file stops growing, and nobody waits for it. */
    sweep(now: number) {
      writes++
      if (writes % sweepEvery !== 0) return
      try {
        sweep.run(now)
      } catch {
        // Somebody else holds the file. There is a next time.
      }
    },
  }
}

function rows(statement: StatementSync, ...values: SQLInputValue[]): Row[] {
  // Not `get`, which leaves a statement at its first row and does not see its commit fail.
  return statement.all(...values).flatMap(({ value, expires }) => {
    if (!(value instanceof Uint8Array) || typeof expires !== 'number') return []
    return [{ value, expires }]
  })
}

function open(path: string): DatabaseSync {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  // SQLite itself would let the whole machine read it. Its side files get the rights of this one.
  if (!existsSync(path)) closeSync(openSync(path, 'a', 0o600))
  const database = new DatabaseSync(path, { timeout: busyTimeout })
  try {
    // Commits survive a killed process without a disk flush each; a power cut may cost the last.
    database.exec(`
      PRAGMA page_size = 8192;
    `)
    turnToWal(database)
    database.exec(`
      PRAGMA synchronous = NORMAL;
      PRAGMA cache_size = -32000;
      BEGIN IMMEDIATE;
    `)
    prepare(database)
    database.exec('COMMIT')
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

/**
 * SQLite refuses this at once, whatever `busyTimeout` says, while another process does the same or
 * writes: it would have to go from reading to writing, where two that wait could wait for each other.
 */
function turnToWal(database: DatabaseSync): void {
  const end = performance.now() + busyTimeout
  for (;;) {
    try {
      database.exec('PRAGMA journal_mode = WAL')
      return
    } catch (error) {
      if (code(error) !== 'SQLITE_BUSY' || performance.now() > end) throw error
    }
    // This thread has nothing else to do.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, walPause)
  }
}

/** Makes the tables of a new file, and leaves alone what is not ours. */
function prepare(database: DatabaseSync): void {
  const number = (sql: string) => Number(Object.values(database.prepare(sql).get() ?? {})[0])
  const version = number('PRAGMA user_version')
  if (version > schemaVersion) throw new Refusal('was written by a newer version of this program')
  if (version === schemaVersion) return
  if (number('SELECT count(*) FROM sqlite_schema') > 0) {
    throw new Refusal('is the database of another program')
  }
  database.exec(schema)
}

/** Words of ours, about the file. */
class Refusal extends Error {}

const reasons: Record<string, string> = {
  EACCES: 'this process may not write',
  EROFS: 'lies on a read-only file system',
  ENOTDIR: 'lies in a folder that is a file',
  EISDIR: 'is a folder',
  SQLITE_BUSY: 'another process keeps locked',
  SQLITE_READONLY: 'this process may not write',
  SQLITE_CANTOPEN: 'cannot be opened',
  SQLITE_FULL: 'lies on a full disk',
  SQLITE_NOTADB: 'is no SQLite database',
}

const sqliteCodes: Record<number, string> = {
  5: 'SQLITE_BUSY',
  8: 'SQLITE_READONLY',
  13: 'SQLITE_FULL',
  14: 'SQLITE_CANTOPEN',
  26: 'SQLITE_NOTADB',
}

function explain(error: unknown): string {
  const why = error instanceof Refusal ? error.message : reasons[code(error)]
  return `SESSION_STORE names a file that ${why ?? `cannot be opened (${code(error)})`}`
}

/** Never the message of an error: it may quote what it read. */
function code(error: unknown): string {
  if (!(error instanceof Error)) return typeof error
  if ('errcode' in error && typeof error.errcode === 'number') {
    const primary = error.errcode & 0xff
    return sqliteCodes[primary] ?? `SQLite error ${primary}`
  }
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name
}

// Last, when all that it needs is there.
if (parentPort) serve(parentPort, workerData.path)
