import { existsSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { parseArgs } from 'node:util'
import { type Config, parseConfig } from './config.ts'
import type { Bytes } from './crypto.ts'
import { BffError } from './errors.ts'
import { nodeCrypto } from './node-crypto.ts'
import { readSecretFile } from './node-secret-file.ts'
import { createPinoLog } from './observe/pino-log.ts'
import { createPseudonym } from './observe/pseudonym.ts'
import { createRedisStore } from './session/node-redis-store.ts'
import { createSqliteStore } from './session/node-sqlite-store.ts'
import { sessionPrefix } from './session/session.ts'
import { createSlots } from './session/slots.ts'

const usage = `Ends sessions, for the service that has the same settings. It may be running.

  npm run sessions -- end --sub SUB   those of one person
  npm run sessions -- end --sub -     the same; SUB is read from standard input
  npm run sessions -- end --all       everybody's
  npm run sessions -- name --sub SUB  what the log calls a person: one name for each SESSION_SECRET

SUB is the person's \`sub\` as /auth/userinfo gives it. Logins in progress go on. Each end leaves a line
for the audit log on standard error.`

/** The file descriptor of standard error. */
const stderr = 2
/** Milliseconds for one call: nobody waits for a page. */
const deadline = 2000

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  console.error(explain(error))
  process.exitCode = 1
}

/** @returns the exit code */
async function main(argv: string[]): Promise<number> {
  const order = parseOrder(argv)
  if (!order) {
    console.error(usage)
    return 2
  }
  const sub = order.sub === '-' ? (await text(process.stdin)).trim() : order.sub
  if (sub === '') throw new Error('Standard input holds no SUB.')
  const config = await parseConfig(process.env, readSecretFile)
  const { sessionSecrets: secrets } = config
  if (sub !== undefined && secrets.length === 0) {
    throw new Error(
      'SESSION_SECRET is missing: without it a person cannot be found. A service that made one for itself ends its sessions by a restart.',
    )
  }
  const names = sub === undefined ? [] : await namesOf(sub, secrets)
  if (order.verb === 'name') {
    console.log(names.join('\n'))
    return 0
  }
  const store = await openStore(config)
  const parts = { crypto: nodeCrypto, now: Date.now }
  const slots = await createSlots({ ...config, ...parts, store, secrets })
  try {
    const count = sub === undefined ? await store.clear(sessionPrefix) : await slots.end(sub)
    const [person] = names
    const reason = person === undefined ? 'an operator ended all' : 'an operator ended them'
    createPinoLog('info', stderr)('session.ended', { ...(person && { person }), count, reason })
    console.log(count === 1 ? '1 session ended.' : `${count} sessions ended.`)
    return 0
  } finally {
    await store.close()
  }
}

function namesOf(sub: string, secrets: Bytes[]): Promise<string[]> {
  return Promise.all(
    secrets.map(async (secret) => (await createPseudonym(nodeCrypto, secret))(sub)),
  )
}

/** What is to be done about whom; undefined when that is not what the words say. */
function parseOrder(args: string[]): { verb: string; sub: string | undefined } | undefined {
  try {
    const options = { sub: { type: 'string' }, all: { type: 'boolean' } } as const
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true })
    const { sub, all = false } = values
    const verb = positionals.join(' ')
    const known = verb === 'end' || (verb === 'name' && !all)
    return known && (sub !== undefined) !== all && sub !== '' ? { verb, sub } : undefined
  } catch {
    return undefined
  }
}

async function openStore({ store }: Config) {
  if (store.kind === 'redis') return createRedisStore({ url: store.url, deadline })
  if (store.kind === 'memory') {
    throw new Error(
      'SESSION_STORE is memory: such sessions live in the serving process alone. Restart it: that ends them all.',
    )
  }
  // Opening would make the file, and nobody's sessions would be found in it.
  if (!existsSync(store.path)) {
    throw new Error(
      `SESSION_STORE names a file that is not there, seen from ${process.cwd()}: run this where the service runs.`,
    )
  }
  return createSqliteStore({ path: store.path, deadline })
}

/** In words of ours: a library's may quote what it was given. */
function explain(error: unknown): string {
  if (!(error instanceof BffError)) return error instanceof Error ? error.message : 'It failed.'
  return `No answer from SESSION_STORE (${error.message}). Not all sessions may have ended: try again.`
}
