import { existsSync, readFileSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { parseArgs } from 'node:util'
import { type Config, parseConfig } from './config.ts'
import { BffError } from './errors.ts'
import { nodeCrypto } from './node-crypto.ts'
import { createRedisStore } from './session/node-redis-store.ts'
import { createSqliteStore } from './session/node-sqlite-store.ts'
import { sessionPrefix } from './session/session.ts'
import { createSlots } from './session/slots.ts'

const usage = `Ends sessions, for the service that has the same settings. It may be running.

  npm run sessions -- end --sub SUB   those of one person
  npm run sessions -- end --sub -     the same; SUB is read from standard input
  npm run sessions -- end --all       everybody's

SUB is the person's \`sub\` as /auth/userinfo gives it. Logins in progress go on.`

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
  const config = await parseConfig(process.env, (path) => readFileSync(path, 'utf8'))
  const { sessionSecrets: secrets } = config
  if (sub !== undefined && secrets.length === 0) {
    throw new Error(
      'SESSION_SECRET is missing: without it a person cannot be found. A service that made one for itself ends its sessions by a restart.',
    )
  }
  const store = await openStore(config)
  const parts = { crypto: nodeCrypto, now: Date.now, log: () => undefined }
  const slots = await createSlots({ ...config, ...parts, store, secrets })
  try {
    const ended = sub === undefined ? await store.clear(sessionPrefix) : await slots.end(sub)
    console.log(ended === 1 ? '1 session ended.' : `${ended} sessions ended.`)
    return 0
  } finally {
    await store.close()
  }
}

/** Whose sessions end; undefined when that is not what the words say. */
function parseOrder(args: string[]): { sub: string | undefined } | undefined {
  try {
    const options = { sub: { type: 'string' }, all: { type: 'boolean' } } as const
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true })
    const { sub, all = false } = values
    const one = positionals.join(' ') === 'end' && (sub !== undefined) !== all && sub !== ''
    return one ? { sub } : undefined
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
