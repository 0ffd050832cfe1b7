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
  scopes,
  secrets,
  upstreamPaths,
  upstreamUrl,
  whole,
} from './setting.ts'

/**
 * The settings that every platform has, in the words of the code. The README has a line for each,
 * with its default.
 */
export interface AppConfig {
  /** SGID_CLIENT_ID: one word of printable ASCII characters. @see RFC 6749 §2.2 */
  clientId: string
  /** SGID_CLIENT_SECRET: of any characters; sgID's have 32. @see RFC 6749 §2.3.1 */
  clientSecret: string
  /** SGID_PRIVATE_KEY: user info is opened by the first that fits. @see RFC 7518 §4.3 */
  privateKeys: PrivateKey[]
  /** SGID_REDIRECT_URI, to the character: `https://HOST/auth/callback`. @see RFC 6749 §3.1.2 */
  redirectUri: string
  /**
   * Scheme, host and port that the citizen sees: `https://HOST`. Nothing is ever built from a
   * request's `Host`.
   *
   * @see RFC 6454 §6.2
   */
  publicOrigin: string
  /** Whether the citizen comes by https; http is for localhost alone. */
  https: boolean
  /** The path of the redirect URI: `/auth/callback`. */
  callbackPath: string
  /** SGID_HOSTNAME, the origin of sgID: `https://api.id.gov.sg`. */
  hostname: string
  /**
   * SGID_SCOPES, `openid` among them: what a login asks for that is for no purpose in particular.
   *
   * @see RFC 6749 §3.3
   */
  scopes: string[]
  /** LOGIN_PURPOSES: name → scopes of what a login may be for instead. */
  purposes: Map<string, string[]>
  /**
   * What a login is bound to: our client at this provider, coming back here, with spaces between:
   * `HOSTNAME CLIENT_ID REDIRECT_URI`.
   */
  audience: string
  /**
   * SESSION_SECRET: 32 bytes or more each. The first seals, all open. Empty: to be made at start,
   * which a loopback origin allows.
   */
  sessionSecrets: Bytes[]
  /** SESSION_IDLE_SECONDS: seconds after which a session ends that nobody uses. */
  idle: number
  /** SESSION_ABSOLUTE_SECONDS: seconds after which it ends in any case. */
  absolute: number
  /** LOGIN_TTL_SECONDS: seconds in which a person has to come back from sgID. */
  loginTtl: number
  /** SESSION_MAX_PER_PERSON: sessions that one person may have at a time. */
  perPerson: number
  /** The service to which some paths below `/api` are passed. */
  upstream: Upstream | undefined
  /** RATE_LIMIT_PER_MINUTE: requests of one address. 0: no limit. */
  perMinute: number
  /** LOG_LEVEL: what is less than this is not written. */
  logLevel: z.infer<typeof LogLevel>
}

/** Wrong settings: every one of them, by name, and never a value. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  /** One line for each, which begins with the name: `PORT must be a port`. */
  readonly faults: string[]

  /** @param faults one line for each, without a value: the message is made of them */
  constructor(faults: string[]) {
    super(`These settings stop the start:\n${faults.map((fault) => `  ${fault}`).join('\n')}`)
    this.faults = faults
  }
}

const levels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
const LogLevel = z.literal(levels, `must be one of ${levels.join(', ')}`)

const text = () => z.string('is missing')
const seconds = (fallback: number) =>
  z._default(
    whole(/^\d{1,7}$/, 'must be a whole number of seconds', (n) => n > 0, 'must be at least 1'),
    fallback,
  )
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
  RATE_LIMIT_PER_MINUTE: z._default(perMinute, 600),
  LOG_LEVEL: z._default(LogLevel, 'info'),
})

/** Name → what is given for it, as in `process.env`. */
export type Environment = Record<string, string | undefined>

/**
 * The settings that every platform has, checked together.
 *
 * @param faults where each that is wrong is added, by name and never by value
 * @param alone whether this process has no other beside it: on localhost it may do without a
 * SESSION_SECRET
 * @returns undefined when one is wrong
 */
export async function readAppConfig(
  values: Environment,
  faults: string[],
  alone = false,
): Promise<AppConfig | undefined> {
  const settings = await parsed(Settings, values, faults)
  if (!settings) return undefined
  faults.push(...contradictions(values, settings, alone))
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
    idle: settings.SESSION_IDLE_SECONDS,
    absolute: settings.SESSION_ABSOLUTE_SECONDS,
    loginTtl: settings.LOGIN_TTL_SECONDS,
    perPerson: settings.SESSION_MAX_PER_PERSON,
    upstream: upstreamOf(settings),
    perMinute: settings.RATE_LIMIT_PER_MINUTE,
    logLevel: settings.LOG_LEVEL,
  }
}

/** What a schema makes of the settings. What is wrong with them is added to `faults`. */
export async function parsed<Schema extends z.ZodMiniObject>(
  schema: Schema,
  values: Environment,
  faults: string[],
): Promise<z.output<Schema> | undefined> {
  const { data, error } = await schema.safeParseAsync(values)
  faults.push(...(error?.issues ?? []).map(({ path, message }) => `${path.join('.')} ${message}`))
  return data
}

/**
 * A setting with a typing error would otherwise leave its default in force, unseen.
 *
 * @param own names of the platform's own settings
 */
export function unknownSettings(env: Environment, own: string[]): string[] {
  // Desktops set the last one for their own session manager.
  const known = [...Object.keys(Settings.shape), ...own, 'SESSION_MANAGER']
  return Object.keys(env)
    .filter((name) => /^(SGID|SESSION|LOGIN|UPSTREAM)_/.test(name) && !known.includes(name))
    .map((name) => `${name} is not a setting`)
}

/** Empty is how compose files write a setting that is not given. */
export function given(env: Environment): Environment {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
}

/**
 * The settings without those that have no meaning on a platform; each that is given is a fault.
 *
 * @param foreign their names, and what to do instead
 */
export function withoutForeign(
  values: Environment,
  foreign: Record<string, string>,
  faults: string[],
): Environment {
  const wrong = Object.entries(foreign).filter(([name]) => values[name])
  faults.push(...wrong.map(([name, why]) => `${name} ${why}`))
  return { ...values, ...Object.fromEntries(wrong.map(([name]) => [name, undefined])) }
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
  values: Environment,
  settings: z.infer<typeof Settings>,
  alone: boolean,
): string[] {
  const faults = []
  if (settings.SESSION_IDLE_SECONDS > settings.SESSION_ABSOLUTE_SECONDS) {
    faults.push('SESSION_IDLE_SECONDS is longer than SESSION_ABSOLUTE_SECONDS')
  }
  faults.push(...swapped(values))
  const mayMakeOne = alone && isLoopback(settings.SGID_REDIRECT_URI.url)
  if (!values['SESSION_SECRET'] && !mayMakeOne) {
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
  return faults
}

/** Secrets that stand where another belongs. */
function swapped(values: Environment): string[] {
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
export function describeAppConfig(config: AppConfig) {
  const { hostname, scopes, idle, absolute, loginTtl, perPerson, privateKeys } = config
  const { purposes, upstream } = config
  return {
    hostname,
    scopes: scopes.join(' '),
    idle,
    absolute,
    loginTtl,
    perPerson,
    privateKeys: privateKeys.length,
    ...(purposes.size > 0 && { purposes: [...purposes.keys()].join(' ') }),
    ...(upstream && { upstream: upstream.url }),
  }
}
