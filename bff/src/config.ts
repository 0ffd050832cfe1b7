import { defaultScopes } from '@sgid-login/shared'
import * as z from 'zod/mini'
import { importSigningKeys } from './api/signing-key.ts'
import type { Upstream } from './api/upstream.ts'
import type { Bytes } from './crypto.ts'
import { importPrivateKeys, type PrivateKey } from './provider/private-key.ts'
import { mostPerPerson } from './session/slots.ts'
import {
  checked,
  claims,
  hostname,
  isLoopback,
  purposes,
  redirectUri,
  type StoreSetting,
  scopes,
  secrets,
  sessionStore,
  type TrustedProxies,
  trustedProxies,
  upstreamPaths,
  upstreamUrl,
} from './setting.ts'

/** The settings in the words of the code. */
export interface Config {
  clientId: string
  clientSecret: string
  privateKeys: PrivateKey[]
  redirectUri: string
  /** Scheme, host and port that the citizen sees. Nothing is ever built from a request's `Host`. */
  publicOrigin: string
  https: boolean
  callbackPath: string
  /** Origin of sgID. */
  hostname: string
  /** What a login asks for that is for no purpose in particular. */
  scopes: string[]
  /** Name → scopes of what a login may be for instead. */
  purposes: Map<string, string[]>
  /** What a login is bound to: our client at this provider, coming back here. */
  audience: string
  /** Empty: to be made at start, which a loopback origin allows. */
  sessionSecrets: Bytes[]
  store: StoreSetting
  /** Seconds. */
  idle: number
  absolute: number
  loginTtl: number
  /** Live sessions. */
  perPerson: number
  /** The service to which some paths below `/api` are passed. */
  upstream: Upstream | undefined
  host: string
  port: number
  adminPort: number | undefined
  webRoot: string | undefined
  trustedProxies: TrustedProxies
  /** Requests of one address. 0: no limit. */
  perMinute: number
  logLevel: z.infer<typeof LogLevel>
}

/** What a platform cannot do that a process on Node can. */
export interface Platform {
  /** Settings that have no meaning there, and what to do instead. */
  foreign: Record<string, string>
  /** The kinds of SESSION_STORE that keep their promises there; without a list, they all do. */
  stores?: StoreSetting['kind'][]
  /** What is wrong there beside the settings. */
  faults?: string[]
}

/** Wrong settings: every one of them, by name, and never a value. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  readonly faults: string[]

  constructor(faults: string[]) {
    super(`These settings stop the start:\n${faults.map((fault) => `  ${fault}`).join('\n')}`)
    this.faults = faults
  }
}

/** A file with a secret that is none any more. Its message goes on after the setting's name. */
export class SecretFileError extends Error {
  override readonly name = 'SecretFileError'
}

const levels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
const LogLevel = z.enum(levels, `must be one of ${levels.join(', ')}`)

const text = () => z.string('is missing')
/** Digits, whose number fits. */
const whole = (digits: RegExp, what: string, fits: (value: number) => boolean, which = what) =>
  z.pipe(
    z.pipe(z.string().check(z.regex(digits, what)), z.transform(Number)),
    z.number().check(z.refine(fits, which)),
  )
const seconds = (fallback: number) =>
  z._default(
    whole(/^\d{1,7}$/, 'must be a whole number of seconds', (n) => n > 0, 'must be at least 1'),
    fallback,
  )
const port = whole(/^\d{1,5}$/, 'must be a port', (n) => n <= 65535)
const perPerson = whole(
  /^\d{1,2}$/,
  'must be a whole number',
  (n) => n >= 1 && n <= mostPerPerson,
  `must be 1 to ${mostPerPerson}`,
)
const upstreamSeconds = whole(
  /^\d{1,2}$/,
  'must be a whole number of seconds',
  (n) => n >= 1 && n <= 25,
  'must be 1 to 25',
)
const perMinute = whole(/^\d{1,7}$/, 'must be a whole number, 0 for no limit', () => true)

const Settings = z.object({
  SGID_CLIENT_ID: text().check(z.regex(/^[\x21-\x7e]+$/, 'must be one word')),
  SGID_CLIENT_SECRET: text().check(z.minLength(1, 'is empty')),
  SGID_PRIVATE_KEY: z.pipe(text(), checked(importPrivateKeys)),
  SGID_REDIRECT_URI: z.pipe(text(), checked(redirectUri)),
  SGID_HOSTNAME: z.pipe(z._default(z.string(), 'https://api.id.gov.sg'), checked(hostname)),
  SGID_SCOPES: z.pipe(z._default(z.string(), defaultScopes), checked(scopes)),
  SESSION_SECRET: z.pipe(z.optional(z.string()), checked(secrets)),
  SESSION_STORE: z.pipe(
    z._default(z.string(), 'sqlite:data/sessions.sqlite'),
    checked(sessionStore),
  ),
  SESSION_IDLE_SECONDS: seconds(900),
  SESSION_ABSOLUTE_SECONDS: seconds(14_400),
  LOGIN_TTL_SECONDS: seconds(600),
  LOGIN_PURPOSES: z.pipe(z._default(z.string(), ''), checked(purposes)),
  SESSION_MAX_PER_PERSON: z._default(perPerson, 5),
  UPSTREAM_URL: z.optional(z.pipe(z.string(), checked(upstreamUrl))),
  UPSTREAM_PATHS: z.optional(z.pipe(z.string(), checked(upstreamPaths))),
  UPSTREAM_PRIVATE_KEY: z.optional(z.pipe(z.string(), checked(importSigningKeys))),
  UPSTREAM_CLAIMS: z.pipe(z._default(z.string(), ''), checked(claims)),
  UPSTREAM_AUDIENCE: z.optional(z.string()),
  UPSTREAM_TIMEOUT_SECONDS: z._default(upstreamSeconds, 10),
  HOST: z._default(z.string().check(z.minLength(1, 'is empty')), '127.0.0.1'),
  PORT: z._default(port, 3000),
  ADMIN_PORT: z.optional(port),
  WEB_ROOT: z.optional(z.string()),
  TRUSTED_PROXIES: z.pipe(z._default(z.string(), 'none'), checked(trustedProxies)),
  RATE_LIMIT_PER_MINUTE: z._default(perMinute, 600),
  LOG_LEVEL: z._default(LogLevel, 'info'),
})

/** Each may be given as a file too, in `NAME_FILE`: the way of container platforms. */
export const secretNames = [
  'SGID_CLIENT_SECRET',
  'SGID_PRIVATE_KEY',
  'SESSION_SECRET',
  'SESSION_STORE',
  'UPSTREAM_PRIVATE_KEY',
]

/**
 * The settings of an environment, checked together.
 *
 * @param readFile the text of a file, for settings given as `NAME_FILE`; a `SecretFileError`
 * that it throws becomes the setting's fault
 * @param platform where instances come and go; without it, one process on Node
 * @throws {ConfigError}
 */
export async function parseConfig(
  env: Record<string, string | undefined>,
  readFile: (path: string) => string,
  platform?: Platform,
): Promise<Config> {
  const faults = [...unknownSettings(env), ...(platform?.faults ?? [])]
  const values = withoutForeign(withFiles(env, readFile, faults), platform, faults)
  const parsed = await Settings.safeParseAsync(values)
  if (!parsed.success) {
    faults.push(...parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`))
  }
  faults.push(...contradictions(values, parsed.data, platform))
  if (!parsed.success || faults.length > 0) throw new ConfigError(faults)

  const settings = parsed.data
  const { text, url } = settings.SGID_REDIRECT_URI
  return {
    clientId: settings.SGID_CLIENT_ID,
    clientSecret: settings.SGID_CLIENT_SECRET,
    privateKeys: settings.SGID_PRIVATE_KEY,
    redirectUri: text,
    publicOrigin: url.origin,
    https: url.protocol === 'https:',
    callbackPath: url.pathname,
    hostname: settings.SGID_HOSTNAME,
    scopes: settings.SGID_SCOPES,
    purposes: settings.LOGIN_PURPOSES,
    audience: [settings.SGID_HOSTNAME, settings.SGID_CLIENT_ID, text].join(' '),
    sessionSecrets: settings.SESSION_SECRET,
    store: settings.SESSION_STORE,
    idle: settings.SESSION_IDLE_SECONDS,
    absolute: settings.SESSION_ABSOLUTE_SECONDS,
    loginTtl: settings.LOGIN_TTL_SECONDS,
    perPerson: settings.SESSION_MAX_PER_PERSON,
    upstream: upstreamOf(settings),
    host: settings.HOST,
    port: settings.PORT,
    adminPort: settings.ADMIN_PORT,
    webRoot: settings.WEB_ROOT || undefined,
    trustedProxies: settings.TRUSTED_PROXIES,
    perMinute: settings.RATE_LIMIT_PER_MINUTE,
    logLevel: settings.LOG_LEVEL,
  }
}

/** A setting with a typing error would otherwise leave its default in force, unseen. */
function unknownSettings(env: Record<string, string | undefined>): string[] {
  const known = [...Object.keys(Settings.shape), ...secretNames.map((name) => `${name}_FILE`)]
  // Desktops set this one for their own session manager.
  known.push('SESSION_MANAGER')
  return Object.keys(env)
    .filter((name) => /^(SGID|SESSION|LOGIN|UPSTREAM)_/.test(name) && !known.includes(name))
    .map((name) => `${name} is not a setting`)
}

function withFiles(
  env: Record<string, string | undefined>,
  readFile: (path: string) => string,
  faults: string[],
): Record<string, string | undefined> {
  // Empty is how compose files write a setting that is not given.
  const values = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
  for (const name of secretNames) {
    const file = env[`${name}_FILE`]
    if (!file) continue
    if (env[name]) faults.push(`${name} and ${name}_FILE are both given: choose one`)
    try {
      values[name] = readFile(file).trim()
    } catch (error) {
      const open = error instanceof SecretFileError
      faults.push(`${name}_FILE ${open ? error.message : 'names a file that cannot be read'}`)
      delete values[name]
    }
  }
  return values
}

function withoutForeign(
  values: Record<string, string | undefined>,
  platform: Platform | undefined,
  faults: string[],
): Record<string, string | undefined> {
  const foreign = Object.entries(platform?.foreign ?? {}).filter(([name]) => values[name])
  faults.push(...foreign.map(([name, why]) => `${name} ${why}`))
  return { ...values, ...Object.fromEntries(foreign.map(([name]) => [name, undefined])) }
}

/** The service behind this one, where all that it needs is given. */
function upstreamOf(settings: z.infer<typeof Settings>): Upstream | undefined {
  const { UPSTREAM_URL: url, UPSTREAM_PATHS: paths, UPSTREAM_PRIVATE_KEY: keys } = settings
  if (!url || !paths || !keys) return undefined
  const { UPSTREAM_CLAIMS: claims, UPSTREAM_TIMEOUT_SECONDS: timeout } = settings
  const audience = settings.UPSTREAM_AUDIENCE ?? new URL(url).origin
  return { url, paths, audience, claims, keys, timeout }
}

/** What no single setting shows. */
function contradictions(
  values: Record<string, string | undefined>,
  settings: z.infer<typeof Settings> | undefined,
  platform: Platform | undefined,
): string[] {
  if (!settings) return []
  const faults = []
  if (platform?.stores && !platform.stores.includes(settings.SESSION_STORE.kind)) {
    faults.push(`SESSION_STORE must be ${platform.stores.join(' or ')} here: instances come and go`)
  }
  if (settings.SESSION_IDLE_SECONDS > settings.SESSION_ABSOLUTE_SECONDS) {
    faults.push('SESSION_IDLE_SECONDS is longer than SESSION_ABSOLUTE_SECONDS')
  }
  faults.push(...swapped(values))
  const oneProcess = !platform && isLoopback(settings.SGID_REDIRECT_URI.url)
  if (!values['SESSION_SECRET'] && !oneProcess) {
    faults.push('SESSION_SECRET is missing: 32 random bytes in base64 (openssl rand -base64 32)')
  }
  if (
    settings.SGID_REDIRECT_URI.url.protocol === 'https:' &&
    settings.SGID_HOSTNAME.startsWith('http:')
  ) {
    faults.push('SGID_HOSTNAME is plain http while SGID_REDIRECT_URI is https')
  }
  const upstream = ['UPSTREAM_URL', 'UPSTREAM_PATHS', 'UPSTREAM_PRIVATE_KEY']
  const given = Object.keys(values).some((name) => name.startsWith('UPSTREAM_') && values[name])
  for (const name of given ? upstream : []) {
    if (!values[name]) faults.push(`${name} is missing: the other settings of the upstream need it`)
  }
  const asked = [settings.SGID_SCOPES, ...settings.LOGIN_PURPOSES.values()].flat()
  if (!settings.UPSTREAM_CLAIMS.every((scope) => asked.includes(scope))) {
    faults.push('UPSTREAM_CLAIMS has a scope for which no login asks')
  }
  if (
    settings.ADMIN_PORT !== undefined &&
    settings.ADMIN_PORT === settings.PORT &&
    settings.PORT > 0
  ) {
    faults.push('ADMIN_PORT is the same as PORT: it must not be public')
  }
  return faults
}

/** Secrets that stand where another belongs. */
function swapped(values: Record<string, string | undefined>): string[] {
  const faults = []
  const { SGID_CLIENT_ID: id, SGID_CLIENT_SECRET: secret = '', SESSION_SECRET: session } = values
  if (secret.includes('-----BEGIN')) faults.push('SGID_CLIENT_SECRET is a key: SGID_PRIVATE_KEY?')
  if (secret === id) faults.push('SGID_CLIENT_SECRET is the client id')
  if (session?.split(',').includes(secret)) {
    faults.push('SGID_CLIENT_SECRET is SESSION_SECRET: nobody else may know that')
  }
  return faults
}

/** The settings that are nobody's secret. */
export function describeConfig(config: Config) {
  const { hostname, scopes, store, idle, absolute, loginTtl, perPerson, privateKeys } = config
  const { purposes, upstream } = config
  return {
    hostname,
    scopes: scopes.join(' '),
    store: store.kind,
    idle,
    absolute,
    loginTtl,
    perPerson,
    privateKeys: privateKeys.length,
    ...(purposes.size > 0 && { purposes: [...purposes.keys()].join(' ') }),
    ...(upstream && { upstream: upstream.url }),
  }
}
