import { generateKeyPairSync } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { importSigningKeys } from './api/signing-key.ts'
import { ConfigError } from './app-config.ts'
import { parseConfig } from './config.ts'
import { systemRandom } from './crypto.ts'
import { BffError } from './errors.ts'
import { callbackParameters, revealedScope } from './http/query.ts'
import { createTransactions } from './login/transaction.ts'
import { nodeCrypto } from './node-crypto.ts'
import { redacted } from './observe/redacted.ts'
import { importPrivateKeys } from './provider/private-key.ts'
import { createMemoryStore } from './session/memory-store.ts'
import { createSessions } from './session/session.ts'
import {
  claims,
  hostname,
  isLoopback,
  purposes,
  redirectUri,
  scopes,
  secrets,
  sessionStore,
  upstreamPaths,
  upstreamUrl,
} from './setting.ts'
import { settings } from './testing/front-door.ts'

// Text from outside becomes a value or an error of ours: nothing else is ever thrown (P35).
// Beside this: cookies.test.ts, return-url.test.ts, node-client-address.test.ts.

const wild = fc.string({ unit: 'binary', maxLength: 60 })
/** Text that is nearly what is meant: pieces of it, with anything between. */
const nearly = (...pieces: string[]) =>
  fc
    .array(fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: 'binary', maxLength: 3 })), {
      maxLength: 10,
    })
    .map((parts) => parts.join(''))

/** What came of a call: a value, or an error that must be one of ours. */
async function outcome<T>(call: () => T | Promise<T>): Promise<{ value?: T; code?: string }> {
  try {
    return { value: await call() }
  } catch (error) {
    if (error instanceof BffError) return { code: error.code }
    throw new Error('a parser threw something else', { cause: error })
  }
}

/** What came of parsing a setting: a value, or words that an operator can act on. */
async function fault<T>(call: () => T | Promise<T>): Promise<{ value?: T; words?: string }> {
  try {
    return { value: await call() }
  } catch (error) {
    expect(Object.getPrototypeOf(error)).toBe(Error.prototype)
    const words = error instanceof Error ? error.message : ''
    expect(words).toMatch(/^(must|is|has|holds) /)
    return { words }
  }
}

test('a callback has one state and either a code or an error, or is a mismatch (P6)', async () => {
  const query = nearly(
    'state=',
    'code=',
    'error=',
    '&',
    '=',
    '?',
    '#',
    '%',
    '%41',
    '+',
    'x',
    'iss=',
  )
  await fc.assert(
    fc.asyncProperty(fc.oneof(query, wild), async (text) => {
      const { value, code } = await outcome(() => callbackParameters(`https://a.test/cb?${text}`))
      if (!value) return void expect(code).toBe('login_mismatch')
      expect(value.getAll('state')).toEqual([expect.stringMatching(/./s)])
      expect([...value.getAll('code'), ...value.getAll('error')].filter(Boolean)).toHaveLength(1)
      expect(new Set(value.keys()).size).toBe([...value].length)
    }),
    { numRuns: 1000 },
  )
})

test('user info is asked for with one scope to reveal, or with nothing', async () => {
  const query = nearly('reveal=', '&', '=', '?', '#', 'myinfo.name', '%00')
  await fc.assert(
    fc.asyncProperty(fc.oneof(query, wild), async (text) => {
      const { value, code } = await outcome(() => revealedScope(`https://a.test/u?${text}`))
      if (code !== undefined) return void expect(code).toBe('not_found')
      const plain = text.split('#')[0] === ''
      expect(typeof value).toBe(plain ? 'undefined' : 'string')
    }),
    { numRuns: 1000 },
  )
})

test('settings that are addresses are https, or on this machine, and nothing but that (P36)', async () => {
  const address = nearly(
    'https://',
    'http://',
    'a.test',
    'localhost',
    '127.0.0.1',
    '[::1]',
    ':80',
    '/',
  )
  await fc.assert(
    fc.asyncProperty(fc.oneof(address, fc.webUrl(), wild), async (text) => {
      const { value: origin } = await fault(() => hostname(text))
      if (origin !== undefined) {
        const url = new URL(origin)
        expect(url.origin).toBe(origin)
        expect(url.protocol === 'https:' || isLoopback(url)).toBe(true)
      }
      const { value: uri } = await fault(() => redirectUri(text))
      if (uri) {
        expect(uri.text).toBe(text)
        expect(uri.url.search + uri.url.hash + uri.url.username + uri.url.password).toBe('')
        expect(uri.url.protocol === 'https:' || isLoopback(uri.url)).toBe(true)
      }
    }),
    { numRuns: 1000 },
  )
})

test('settings that are lists and stores are whole or refused (P36)', async () => {
  const text = fc.oneof(
    wild,
    nearly('openid', 'myinfo.name', ' ', '.', '__proto__'),
    nearly('redis://', 'rediss://', 'sqlite:', 'memory:', '//', 'h', ':', '@', '/0'),
    nearly(settings.SESSION_SECRET, ',', '=', 'AAAA', '-_', ' '),
  )
  await fc.assert(
    fc.asyncProperty(text, async (given) => {
      const list = await fault(() => scopes(given))
      if (list.value) expect(list.value).toContain('openid')
      for (const asked of (await fault(() => purposes(given))).value?.values() ?? [])
        expect(asked).toContain('openid')
      expect((await fault(() => claims(given))).value ?? []).not.toContain('openid')
      for (const path of (await fault(() => upstreamPaths(given))).value ?? [])
        expect(new URL(`https://a.test${path}`).pathname).toBe(path || '/')
      const url = (await fault(() => upstreamUrl(given))).value
      if (url !== undefined) expect(new URL(`${url}/x`).href).toBe(`${url}/x`)
      expect((await fault(() => importSigningKeys(given))).words).toContain('holds no PEM')
      const keys = await fault(() => secrets(given))
      for (const key of keys.value ?? []) expect(key.length).toBeGreaterThanOrEqual(32)
      const store = await fault(() => sessionStore(given))
      if (store.value?.kind === 'redis')
        expect(new URL(store.value.url).protocol).toMatch(/^rediss?:/)
    }),
    { numRuns: 1000 },
  )
})

test('no environment, however wrong, gives anything but a list of faults without values (P36)', async () => {
  const names = [
    ...Object.keys(settings),
    'SESSION_STORE',
    'PORT',
    'ADMIN_PORT',
    'LOGIN_TTL_SECONDS',
  ]
  names.push('TRUSTED_PROXIES', 'RATE_LIMIT_PER_MINUTE', 'LOG_LEVEL', 'SESSION_SECRET_FILE')
  const env = fc.dictionary(fc.constantFrom(...names), fc.string({ unit: 'binary', minLength: 9 }))
  const readFile = () => {
    throw new Error('ENOENT')
  }
  await fc.assert(
    fc.asyncProperty(env, async (changed) => {
      const error: unknown = await parseConfig({ ...settings, ...changed }, readFile).catch(
        (e) => e,
      )
      if (!(error instanceof Error)) return
      expect(error).toBeInstanceOf(ConfigError)
      for (const value of Object.values(changed)) expect(error.message).not.toContain(value)
    }),
  )
})

test('no text is a private key but a private key, and no error repeats any of it (P36)', async () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  const marks = ['-----BEGIN ', '-----END ', 'PRIVATE KEY', 'RSA PRIVATE KEY', '-----', '\n', '\\n']
  const cut = fc
    .tuple(fc.nat(pem.length), fc.nat(30), wild)
    .map(([at, length, text]) => pem.slice(0, at) + text + pem.slice(at + length))
  const text = fc.oneof(wild, nearly(...marks, 'AAAA', pem.slice(40, 200)), cut)
  await fc.assert(
    fc.asyncProperty(text, async (given) => {
      const { value, words = '' } = await fault(() => importPrivateKeys(given))
      if (value) expect(value.length).toBeGreaterThan(0)
      expect(words).not.toMatch(/[A-Za-z0-9+/]{24}/)
    }),
    { numRuns: 500 },
  )
})

test('a login’s cookie and state, changed in any way, are that login’s or nobody’s (P2, P6)', async () => {
  const options = { crypto: nodeCrypto, random: systemRandom, secrets: [systemRandom(32)] }
  const transactions = await createTransactions({
    ...options,
    now: Date.now,
    audience: 'a',
    ttl: 600,
  })
  const { transaction, cookies } = await transactions.begin('/profile?a=1', undefined)
  const cookie = cookies.at(-1)?.split(';')[0] ?? ''
  const mangled = (text: string) =>
    fc
      .tuple(fc.nat(text.length), fc.nat(3), fc.string({ unit: 'binary', maxLength: 3 }))
      .map(([at, length, by]) => text.slice(0, at) + by + text.slice(at + length))
  const state = fc.oneof(fc.constant(transaction.state), mangled(transaction.state), wild)
  const header = fc.oneof(fc.constant(cookie), mangled(cookie), wild, fc.constant(undefined))
  await fc.assert(
    fc.asyncProperty(state, header, async (given, sent) => {
      const { value, code } = await outcome(() => transactions.find(given, sent))
      if (value) expect(value).toEqual(transaction)
      else expect(code ?? 'missing').toMatch(/^(missing|login_mismatch|login_expired)$/)
      expect(transactions.missing(given).code).toMatch(/^login_(elsewhere|expired)$/)
      await outcome(() => transactions.begin('/', sent))
    }),
    { numRuns: 1000 },
  )
})

test('a session’s cookie and record, changed in any way, are that session’s or nobody’s (P12, P17)', async () => {
  const inner = createMemoryStore()
  let found: Uint8Array<ArrayBuffer> | undefined
  let kept = new Uint8Array()
  const store = {
    ...inner,
    put: async (_key: string, value: Uint8Array<ArrayBuffer>) => {
      kept = value
    },
    get: async () => found && { value: found, ttl: 60 },
  }
  const world = { crypto: nodeCrypto, random: systemRandom, now: Date.now, log: () => undefined }
  const secret = [systemRandom(32)]
  const sessions = await createSessions({
    ...world,
    store,
    secrets: secret,
    idle: 60,
    absolute: 60,
    perPerson: 5,
  })
  const login = { id: 'x', returnTo: '/', at: 0 }
  const made = await sessions.start(
    redacted({ sub: 'u=1', data: { 'myinfo.name': 'TAN' } }),
    login,
    world.log,
  )
  const cookie = made.split(';')[0] ?? ''
  const bytes = fc.oneof(
    fc.constant(kept),
    fc.uint8Array({ maxLength: 200 }),
    fc.tuple(fc.nat(400), fc.nat(255)).map(([at, by]) => kept.map((b, i) => (i === at ? by : b))),
  )
  const header = fc.oneof(
    fc.constant(cookie),
    fc.tuple(fc.nat(120), wild).map(([at, by]) => cookie.slice(0, at) + by + cookie.slice(at + 1)),
    wild,
  )
  await fc.assert(
    fc.asyncProperty(header, bytes, async (sent, record) => {
      found = new Uint8Array(record)
      const session = await sessions.look({ cookies: sent, log: world.log })
      if (typeof session === 'string') return void expect(session).toMatch(/^(none|ended)$/)
      expect(found).toEqual(kept)
      expect(JSON.parse(new TextDecoder().decode(session.userInfo.reveal())).sub).toBe('u=1')
    }),
    { numRuns: 1000 },
  )
})
