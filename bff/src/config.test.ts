import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { ConfigError } from './app-config.ts'
import { parseConfig, SecretFileError } from './config.ts'
import { settings } from './testing/front-door.ts'

const pem = (namedCurve: string) =>
  generateKeyPairSync('ec', { namedCurve }).privateKey.export({ format: 'pem', type: 'pkcs8' })
/** A service behind this one. */
const upstream = {
  UPSTREAM_URL: 'https://grants.agency.test/base/',
  UPSTREAM_PATHS: '/grants /grants/*',
  UPSTREAM_PRIVATE_KEY: String(pem('P-256')),
}

const files: Record<string, string> = { '/run/secret': `${settings.SESSION_SECRET}\n` }
const read = (path: string) => {
  if (path === '/open') throw new SecretFileError('names a file for everybody: chmod 600 it')
  const text = files[path]
  if (text === undefined) throw new Error('ENOENT')
  return text
}
const parse = (changed: Record<string, string | undefined>) =>
  parseConfig({ ...settings, ...changed }, read)

/** The faults that settings have, joined; the empty string for none. */
const faults = (changed: Record<string, string | undefined>) =>
  parse(changed).then(
    () => '',
    (error: unknown) => (error instanceof ConfigError ? error.faults.join('\n') : String(error)),
  )

test('few settings are needed, and the rest has the documented defaults', async () => {
  const config = await parse({ SGID_HOSTNAME: undefined, SGID_SCOPES: undefined })

  expect(config).toMatchObject({
    publicOrigin: 'https://login.test',
    callbackPath: '/auth/callback',
    hostname: 'https://api.id.gov.sg',
    scopes: ['openid', 'myinfo.name'],
    idle: 900,
    absolute: 14_400,
    loginTtl: 600,
    purposes: new Map(),
    upstream: undefined,
    perPerson: 5,
    host: '127.0.0.1',
    port: 3000,
    adminPort: undefined,
    webRoot: undefined,
    trustedProxies: [],
    perMinute: 600,
    logLevel: 'info',
  })
})

test('all that is wrong is said at once, by name and without a value (P36)', async () => {
  const wrong = {
    SGID_CLIENT_ID: undefined,
    SGID_CLIENT_SECRET: '',
    SGID_PRIVATE_KEY: 'PRIVATE-VALUE',
    SGID_REDIRECT_URI: 'http://login.gov.sg/VALUE',
    SGID_SCOPES: 'myinfo.value',
    SESSION_SECRET: 'VALUE',
    SESSION_IDLE_SECONDS: '-1',
    SGID_SECRET: 'VALUE',
    PORT: '99999',
    TRUSTED_PROXIES: '10.0.0.0/8 VALUE',
    RATE_LIMIT_PER_MINUTE: 'VALUE',
  }
  const said = await faults(wrong)

  for (const name of Object.keys(wrong)) expect(said).toContain(name)
  expect(said).not.toMatch(/VALUE/i)
})

describe('the start is stopped by', () => {
  test.each([
    [
      'an unknown setting of ours',
      { SGID_REDIRECT_URL: 'x' },
      'SGID_REDIRECT_URL is not a setting',
    ],
    ['an unknown session setting', { SESSION_TTL: '1' }, 'SESSION_TTL is not a setting'],
    ['a redirect URI on plain http', { SGID_REDIRECT_URI: 'http://login.gov.sg/cb' }, 'https'],
    ['a redirect URI with a query', { SGID_REDIRECT_URI: 'https://a.test/cb?x=1' }, 'query'],
    [
      'a redirect URI that is the login route',
      { SGID_REDIRECT_URI: 'https://a.test/auth/login' },
      'path',
    ],
    ['a redirect URI that is a page', { SGID_REDIRECT_URI: 'https://a.test/' }, 'path'],
    ['a redirect URI with a password', { SGID_REDIRECT_URI: 'https://a:b@a.test/cb' }, 'password'],
    ['a redirect URI that is none', { SGID_REDIRECT_URI: '/auth/callback' }, 'https address'],
    ['an issuer on plain http', { SGID_HOSTNAME: 'http://api.id.gov.sg' }, 'https'],
    ['an issuer with a path', { SGID_HOSTNAME: 'https://api.id.gov.sg/v2' }, 'origin'],
    ['a loopback issuer for a public site', { SGID_HOSTNAME: 'http://127.0.0.1:1' }, 'plain http'],
    ['scopes without openid', { SGID_SCOPES: 'myinfo.name' }, 'openid'],
    ['a scope twice', { SGID_SCOPES: 'openid myinfo.name openid' }, 'twice'],
    ['a scope that is no scope', { SGID_SCOPES: 'openid __proto__' }, 'words like'],
    ['a purpose without a name', { LOGIN_PURPOSES: '=openid' }, 'must be like apply=openid'],
    ['a purpose without openid', { LOGIN_PURPOSES: 'a=myinfo.name' }, 'must contain openid'],
    ['a purpose twice', { LOGIN_PURPOSES: 'a=openid;a=openid' }, 'a purpose twice'],
    ['no session secret', { SESSION_SECRET: undefined }, 'SESSION_SECRET is missing'],
    ['a session secret of 31 bytes', { SESSION_SECRET: btoa('x'.repeat(31)) }, '32 random bytes'],
    ['a session secret of one letter', { SESSION_SECRET: btoa('x'.repeat(32)) }, 'not random'],
    ['one weak secret of two', { SESSION_SECRET: `${settings.SESSION_SECRET},eA==` }, '32 random'],
    ['an unknown store', { SESSION_STORE: 'keyv://x' }, 'SESSION_STORE must be'],
    ['a store without a path', { SESSION_STORE: 'sqlite:' }, 'SESSION_STORE must be'],
    ['a store without a host', { SESSION_STORE: 'redis://' }, 'SESSION_STORE must be'],
    ['an idle time over the absolute one', { SESSION_ABSOLUTE_SECONDS: '60' }, 'longer than'],
    ['a time in words', { LOGIN_TTL_SECONDS: '10 minutes' }, 'seconds'],
    ['a time of nothing', { LOGIN_TTL_SECONDS: '0' }, 'at least 1'],
    ['no session for anybody', { SESSION_MAX_PER_PERSON: '0' }, '1 to 20'],
    ['too many sessions', { SESSION_MAX_PER_PERSON: '21' }, '1 to 20'],
    ['half a session', { SESSION_MAX_PER_PERSON: '2.5' }, 'whole number'],
    ['an unknown log level', { LOG_LEVEL: 'loud' }, 'LOG_LEVEL'],
    ['proxies of no address', { TRUSTED_PROXIES: 'cdn.test' }, 'TRUSTED_PROXIES must be'],
    ['proxies that are everybody', { TRUSTED_PROXIES: '0.0.0.0/0' }, 'must not trust everybody'],
    ['a limit below nothing', { RATE_LIMIT_PER_MINUTE: '-1' }, 'RATE_LIMIT_PER_MINUTE must be'],
    ['one port for two things', { ADMIN_PORT: '3000' }, 'must not be public'],
    ['a secret given twice', { SESSION_SECRET_FILE: '/run/secret' }, 'both given'],
    [
      'a file that is not there',
      { SGID_CLIENT_SECRET: undefined, SGID_CLIENT_SECRET_FILE: '/no' },
      'cannot be read',
    ],
    [
      'a file that is open to everybody',
      { SGID_CLIENT_SECRET: undefined, SGID_CLIENT_SECRET_FILE: '/open' },
      'chmod 600',
    ],
    [
      'the key where the client secret belongs',
      { SGID_CLIENT_SECRET: settings.SGID_PRIVATE_KEY },
      'is a key',
    ],
    [
      'the client secret where the key belongs',
      { SGID_PRIVATE_KEY: settings.SGID_CLIENT_SECRET },
      'no PEM',
    ],
    [
      'the client id for its secret',
      { SGID_CLIENT_SECRET: settings.SGID_CLIENT_ID },
      'is the client id',
    ],
    [
      'one secret for two things',
      { SGID_CLIENT_SECRET: settings.SESSION_SECRET },
      'is SESSION_SECRET',
    ],
    ['a private key that is no PEM', { SGID_PRIVATE_KEY: 'x' }, 'no PEM block'],
    ['an unknown setting of the upstream', { ...upstream, UPSTREAM_HOST: 'x' }, 'not a setting'],
    ['an upstream on plain http', { ...upstream, UPSTREAM_URL: 'http://a.test' }, 'must be https'],
    ['an upstream with a query', { ...upstream, UPSTREAM_URL: 'https://a.test?x=' }, 'no query'],
    ['an upstream without paths', { ...upstream, UPSTREAM_PATHS: '' }, 'UPSTREAM_PATHS is missing'],
    ['an upstream without a key', { ...upstream, UPSTREAM_PRIVATE_KEY: '' }, '_KEY is missing'],
    ['paths without an upstream', { UPSTREAM_PATHS: '/grants' }, 'UPSTREAM_URL is missing'],
    ['a path that goes up', { ...upstream, UPSTREAM_PATHS: '/a/../b' }, 'must be paths'],
    ['a path with a star in it', { ...upstream, UPSTREAM_PATHS: '/a*b' }, 'must be paths'],
    ['a path twice', { ...upstream, UPSTREAM_PATHS: '/a /a' }, 'a path twice'],
    ['a claim for which nobody asks', { ...upstream, UPSTREAM_CLAIMS: 'myinfo.sex' }, 'no login'],
    ['an upstream that may take a minute', { UPSTREAM_TIMEOUT_SECONDS: '60' }, '1 to 25'],
    ['a key of another curve', { UPSTREAM_PRIVATE_KEY: String(pem('P-384')) }, 'not a P-256'],
    [
      'a key twice',
      { UPSTREAM_PRIVATE_KEY: upstream.UPSTREAM_PRIVATE_KEY.repeat(2) },
      'has a key twice',
    ],
    ['an RSA key for the upstream', { UPSTREAM_PRIVATE_KEY: settings.SGID_PRIVATE_KEY }, 'P-256'],
  ])('%s (P36)', async (_what, changed, words) => {
    expect(await faults(changed)).toContain(words)
  })
})

test.each([
  ['a secret in a file', { SESSION_SECRET: undefined, SESSION_SECRET_FILE: '/run/secret' }],
  ['a setting given as nothing', { ADMIN_PORT: '', WEB_ROOT: '' }],
  ['a session manager of the desktop', { SESSION_MANAGER: 'local/x' }],
  ['sgID’s host name with a slash at its end', { SGID_HOSTNAME: 'https://api.id.gov.sg/' }],
  ['proxies in both families', { TRUSTED_PROXIES: '10.0.0.0/8, ::ffff:10.0.0.1,2001:db8::/32' }],
  ['purposes, one a line', { LOGIN_PURPOSES: 'a=openid;\n  b-2=openid myinfo.name;\n' }],
  ['a service behind this one', upstream],
  [
    'one that hears what a purpose asks for',
    { ...upstream, UPSTREAM_CLAIMS: 'myinfo.sex', LOGIN_PURPOSES: 'a=openid myinfo.sex' },
  ],
  ['a service on this machine', { ...upstream, UPSTREAM_URL: 'http://127.0.0.1:8080' }],
  ['a number of proxies', { TRUSTED_PROXIES: '2' }],
  ['no limit', { RATE_LIMIT_PER_MINUTE: '0' }],
  ['an https origin of any port', { SGID_REDIRECT_URI: 'https://a.test:8443/api/redirect' }],
])('%s is fine', async (_what, changed) => {
  expect(await faults(changed)).toBe('')
})

test('on localhost a session secret may be left out, and sgID may be there too', async () => {
  const local = {
    SGID_REDIRECT_URI: 'http://localhost:3000/auth/callback',
    SGID_HOSTNAME: 'http://127.0.0.1:5157',
    SESSION_SECRET: undefined,
  }
  expect((await parse(local)).sessionSecrets).toEqual([])
})

test('the redirect URI is sent as it was registered, to the character', async () => {
  const config = await parse({ SGID_REDIRECT_URI: 'https://Login.test:443/auth/callback' })

  expect(config.redirectUri).toBe('https://Login.test:443/auth/callback')
  expect(config.publicOrigin).toBe('https://login.test')
})

test.each([
  [undefined, { kind: 'sqlite', path: 'data/sessions.sqlite' }],
  ['sqlite:/var/lib/x.sqlite', { kind: 'sqlite', path: '/var/lib/x.sqlite' }],
  ['memory:', { kind: 'memory' }],
  ['rediss://u:p@redis.test:6380/1', { kind: 'redis', url: 'rediss://u:p@redis.test:6380/1' }],
])('SESSION_STORE %j chooses the store', async (text, store) => {
  expect((await parse({ SESSION_STORE: text })).store).toEqual(store)
})

test('what the upstream is told and where it is follow from few settings', async () => {
  const lost = upstream.UPSTREAM_PRIVATE_KEY.replaceAll('\n', '\\n')
  const config = await parse({ ...upstream, UPSTREAM_PRIVATE_KEY: lost })

  expect(config.upstream).toMatchObject({
    url: 'https://grants.agency.test/base',
    paths: ['/grants', '/grants/*'],
    audience: 'https://grants.agency.test',
    claims: [],
    timeout: 10,
  })
})
