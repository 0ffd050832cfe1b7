import { expect, test } from 'vitest'
import { ConfigError } from './app-config.ts'
import { settings } from './testing/front-door.ts'
import { parseWorkerConfig } from './worker-env.ts'

const SESSIONS = { idFromName: () => ({}), get: () => ({ ask: async () => [] }) }
const LIMIT = { limit: async () => ({ success: true }) }
const bound = { ...settings, SESSIONS, LIMIT }
const kv = { get: () => null, put: () => null, list: () => null, delete: () => null }

/** What a worker with this environment says before it refuses; empty when it starts. */
async function faults(env: Record<string, unknown>): Promise<string> {
  return parseWorkerConfig(env).then(
    () => '',
    (error) => (error instanceof ConfigError ? error.faults.join('\n') : Promise.reject(error)),
  )
}

test.each<[string, Record<string, unknown>, string]>([
  ['a KV namespace for its sessions', { SESSIONS: kv }, 'SESSIONS is a KV namespace'],
  ['no Durable Object', { SESSIONS: undefined }, 'SESSIONS is not bound: bind the Durable Object'],
  ['a text for its sessions', { SESSIONS: 'memory:' }, 'SESSIONS is something that cannot'],
  ['a store in a file', { SESSION_STORE: 'sqlite:data/x' }, 'SESSION_STORE has no meaning'],
  ['a store in Redis', { SESSION_STORE: 'redis://x' }, 'SESSION_STORE has no meaning'],
  ['a store in its memory', { SESSION_STORE: 'memory:' }, 'SESSION_STORE has no meaning'],
  ['a folder of pages', { WEB_ROOT: '/srv' }, 'WEB_ROOT has no meaning'],
  ['proxies', { TRUSTED_PROXIES: '1' }, 'TRUSTED_PROXIES has no meaning'],
  ['a port', { PORT: '3000' }, 'PORT has no meaning'],
  ['a port for operators', { ADMIN_PORT: '3001' }, 'ADMIN_PORT has no meaning'],
  ['a secret in a file', { SESSION_SECRET_FILE: '/run/x' }, 'SESSION_SECRET_FILE cannot be'],
  ['a limit as a setting', { RATE_LIMIT_PER_MINUTE: '60' }, 'RATE_LIMIT_PER_MINUTE can only be 0'],
  ['no counter', { LIMIT: undefined }, 'LIMIT is not bound'],
  ['a setting with a typing error', { SGID_SCOPE: 'openid' }, 'SGID_SCOPE is not a setting'],
  ['no secret', { SESSION_SECRET: undefined }, 'SESSION_SECRET is missing'],
])(
  'a worker that is given %s does not start, and says what to do (P3, P36)',
  async (_what, env, words) => {
    expect(await faults({ ...bound, ...env })).toContain(words)
  },
)

test('a worker makes no secret of its own for localhost: the next instance would have another', async () => {
  const local = {
    SGID_REDIRECT_URI: 'http://localhost:3000/auth/callback',
    SGID_HOSTNAME: 'http://127.0.0.1:5157',
    SESSION_SECRET: undefined,
  }
  expect(await faults({ ...bound, ...local })).toContain('SESSION_SECRET is missing')
})

test.each<[string, Record<string, unknown>]>([
  ['all that wrangler.jsonc binds', {}],
  ['no limit, and says so', { LIMIT: undefined, RATE_LIMIT_PER_MINUTE: '0' }],
  ['settings that are empty', { PORT: '', WEB_ROOT: '', SESSION_STORE: '' }],
])('a worker with %s starts', async (_what, env) => {
  expect(await faults({ ...bound, ...env })).toBe('')
})
