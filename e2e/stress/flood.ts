import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { call, each, location, percentile, send, signIn } from './citizen.ts'
import type { Check } from './main.ts'
import { openService } from './service.ts'

const logins = 100_000
/** Milliseconds until the engine has compiled what it will, */
const warmUp = 20_000
/** and in which the table of addresses has grown and begun anew once. */
const cycle = 65_000

/** Logins that nobody finishes, from as many addresses, while one person reads (P26). */
export async function flood(check: Check): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'flood-'))
  const file = join(folder, 'sessions.sqlite')
  const service = await openService({
    SESSION_STORE: `sqlite:${file}`,
    TRUSTED_PROXIES: '127.0.0.1, ::1',
    RATE_LIMIT_PER_MINUTE: '600',
  })
  try {
    const bff = await service.start()
    const cookie = await signIn(bff.origin)
    let strange = 0
    const pour = (count: number) =>
      each(count, 64, async () => {
        const from = { 'x-forwarded-for': address() }
        const answer = await send(`${bff.origin}/auth/login`, from)
        if (!location(answer).startsWith(service.sgid.origin)) strange++
      })

    const began = performance.now()
    const passed = () => performance.now() - began
    while (passed() < warmUp) await pour(10_000)
    // What counts is the most that there was.
    const before = { rss: 0, heapUsed: 0, records: 0 }
    while (passed() < warmUp + cycle) {
      await pour(10_000)
      const { rss, heapUsed } = await bff.vitals()
      before.rss = Math.max(before.rss, rss)
      before.heapUsed = Math.max(before.heapUsed, heapUsed)
    }
    before.records = records(file)
    const reads: number[] = []
    let pouring = true
    const reader = (async () => {
      while (pouring) {
        const answer = await call(`${bff.origin}/auth/userinfo`, cookie)
        reads.push(answer.status === 200 ? answer.took : Number.POSITIVE_INFINITY)
        await sleep(150)
      }
    })()
    await pour(logins)
    pouring = false
    await reader
    const after = { ...(await bff.vitals()), records: records(file) }

    const ratio = (name: 'rss' | 'heapUsed') => Number((after[name] / before[name]).toFixed(3))
    check('logins that did not go to sgID', strange, 'is', 0)
    check('heap after / before', ratio('heapUsed'), 'at most', 1.05)
    check('resident memory after / before', ratio('rss'), 'at most', 1.05)
    check('records after - before', after.records - before.records, 'is', 0)
    check("a signed-in reader's p99, ms", Math.round(percentile(reads, 0.99)), 'at most', 1000)
  } finally {
    await service.close()
    await rm(folder, { recursive: true })
  }
}

/** One of very many: an IPv6 network of its own. */
function address(): string {
  return `2001:db8:${randomBytes(4)
    .toString('hex')
    .replace(/^(.{4})/, '$1:')}::1`
}

function records(file: string): number {
  const database = new DatabaseSync(file, { readOnly: true })
  const row = database.prepare('SELECT count(*) AS records FROM records').get()
  database.close()
  return Number(row?.['records'])
}
