import { DurableObject, type DurableObjectState } from 'cloudflare:workers'
import type { Question, Row } from './durable-store.ts'

const schema = `
  CREATE TABLE IF NOT EXISTS records (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    expires INTEGER NOT NULL,
    value BLOB NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS records_by_expires ON records (expires);
`

/** Rows that one step of clearing, and one round of the broom, take away. */
const clearRows = 200
const sweepRows = 1000

/**
 * One shard of the session store: SQLite in a Durable Object, which answers one question after
 * another. An answer leaves it when what it wrote is kept for good. What is over is swept away by
 * an alarm, and an empty shard costs nothing.
 *
 * A class because the platform makes the objects.
 */
export class SessionShard extends DurableObject {
  /** Milliseconds between two rounds of the broom. */
  protected sweepPause = 60_000
  #alarmed = false

  constructor(ctx: DurableObjectState, env: unknown) {
    super(ctx, env)
    ctx.storage.sql.exec(schema)
  }

  async ask(question: Question): Promise<Row[]> {
    const rows = this.#run(question)
    if (question.ask === 'put' || question.ask === 'mark') await this.#sweepLater()
    return rows
  }

  /** Called by the platform. */
  async alarm(): Promise<void> {
    const { sql } = this.ctx.storage
    sql.exec(
      `DELETE FROM records WHERE id IN (SELECT id FROM records WHERE expires <= ? LIMIT ${sweepRows})`,
      Date.now(),
    )
    this.#alarmed = false
    if (sql.exec('SELECT 1 FROM records LIMIT 1').toArray().length > 0) await this.#sweepLater()
  }

  async #sweepLater(): Promise<void> {
    if (this.#alarmed) return
    const { storage } = this.ctx
    if ((await storage.getAlarm()) === null) await storage.setAlarm(Date.now() + this.sweepPause)
    this.#alarmed = true
  }

  #run({ ask, key, value, expires, now }: Question): Row[] {
    switch (ask) {
      case 'get':
        return this.#rows(
          'SELECT value, expires FROM records WHERE key = ? AND expires > ?',
          key,
          now,
        )
      case 'put':
        return this.#rows(
          `INSERT INTO records (key, value, expires) VALUES (?, ?, ?)
          ON CONFLICT (key) DO UPDATE SET value = excluded.value, expires = excluded.expires`,
          key,
          value,
          expires,
        )
      case 'touch':
        return this.#rows(
          'UPDATE records SET expires = ? WHERE key = ? AND expires > ? RETURNING value, expires',
          expires,
          key,
          now,
        )
      case 'take':
        return this.#rows(
          'DELETE FROM records WHERE key = ? AND expires > ? RETURNING value, expires',
          key,
          now,
        )
      case 'mark':
        return this.#rows(
          `INSERT INTO records (key, value, expires) VALUES (?, ?, ?)
          ON CONFLICT (key) DO UPDATE SET value = excluded.value, expires = excluded.expires
          WHERE records.expires <= ? RETURNING value, expires`,
          key,
          value,
          expires,
          now,
        )
      case 'clear':
        return this.#rows(
          `DELETE FROM records WHERE id IN (
            SELECT id FROM records WHERE key >= ? AND key < ? || char(0x10ffff) AND expires > ?
            LIMIT ${clearRows}
          ) RETURNING zeroblob(0) AS value, expires`,
          key,
          key,
          now,
        )
    }
  }

  #rows(query: string, ...values: (string | number | Uint8Array)[]): Row[] {
    return this.ctx.storage.sql
      .exec(query, ...values)
      .toArray()
      .flatMap(({ value, expires }) => {
        if (!(value instanceof ArrayBuffer) || typeof expires !== 'number') return []
        return [{ value: new Uint8Array(value), expires }]
      })
  }
}
