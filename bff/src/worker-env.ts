import {
  type AppConfig,
  ConfigError,
  type Environment,
  given,
  readAppConfig,
  unknownSettings,
  withoutForeign,
} from './app-config.ts'
import type { Assets } from './http/asset-pages.ts'
import type { Shards } from './session/durable-store.ts'

/** The platform's counter for one key and the minute. */
export interface Counter {
  limit(options: { key: string }): Promise<{ success: boolean }>
}

/** What `wrangler.jsonc` binds beside the settings. */
export interface Bindings {
  SESSIONS: Shards
  /** Absent where the pages are served by somebody else. */
  ASSETS?: Assets
  /** Absent with `RATE_LIMIT_PER_MINUTE=0`. */
  LIMIT?: Counter
}

type Values = Record<string, unknown>

/**
 * The settings among what a worker is given: its texts.
 *
 * @throws {ConfigError} for these, and for what is wrong with its bindings
 */
export async function parseWorkerConfig(env: Values): Promise<AppConfig> {
  const settings = settingsOf(env)
  const counted = settings['RATE_LIMIT_PER_MINUTE'] === '0'
  const foreign = foreignSettings(counted)
  const faults = [
    ...unknownSettings(settings, Object.keys(foreign)),
    ...sessionFaults(env['SESSIONS']),
    ...(counted ? [] : limitFaults(env['LIMIT'])),
  ]
  const values = withoutForeign(given(settings), foreign, faults)
  const config = await readAppConfig(values, faults)
  if (!config || faults.length > 0) throw new ConfigError(faults)
  return config
}

function settingsOf(env: Values): Environment {
  const texts = Object.entries(env).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value] as const] : [],
  )
  return Object.fromEntries(texts)
}

/** What a worker cannot do as a process can, and what to do instead. */
function foreignSettings(counted: boolean): Record<string, string> {
  const noFiles = 'cannot be: a worker has no files. Use wrangler secret put, without _FILE'
  const ofPlatform = 'has no meaning on a worker: leave it out'
  return {
    SGID_CLIENT_SECRET_FILE: noFiles,
    SGID_PRIVATE_KEY_FILE: noFiles,
    SESSION_SECRET_FILE: noFiles,
    UPSTREAM_PRIVATE_KEY_FILE: noFiles,
    SESSION_STORE:
      'has no meaning on a worker: sessions live in the Durable Objects that are bound as SESSIONS',
    WEB_ROOT: 'has no meaning on a worker: the pages are its assets, bound as ASSETS',
    TRUSTED_PROXIES: 'has no meaning on a worker: Cloudflare says who sent a request',
    HOST: ofPlatform,
    PORT: ofPlatform,
    ADMIN_PORT: ofPlatform,
    ...(!counted && {
      RATE_LIMIT_PER_MINUTE: 'can only be 0 on a worker: the limit stands in wrangler.jsonc',
    }),
  }
}

/** A store without a one-time step would let one callback in more than once: KV, R2, D1 by itself. */
function sessionFaults(binding: unknown): string[] {
  const how = 'bind the Durable Object class SessionShard to it (durable_objects in wrangler.jsonc)'
  if (binding === undefined) return [`SESSIONS is not bound: ${how}`]
  if (has(binding, 'idFromName')) return []
  const what = has(binding, 'list') ? 'a KV namespace or a bucket, which' : 'something that'
  return [`SESSIONS is ${what} cannot let one of two callbacks in: ${how}`]
}

function limitFaults(binding: unknown): string[] {
  if (has(binding, 'limit')) return []
  return [
    'LIMIT is not bound: bind a rate limit to it (wrangler.jsonc), or RATE_LIMIT_PER_MINUTE=0',
  ]
}

function has(binding: unknown, method: string): boolean {
  return (
    typeof binding === 'object' &&
    binding !== null &&
    typeof Reflect.get(binding, method) === 'function'
  )
}
