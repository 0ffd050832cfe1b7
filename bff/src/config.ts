import * as z from 'zod/mini'
import {
  type AppConfig,
  ConfigError,
  describeAppConfig,
  type Environment,
  given,
  parsed,
  readAppConfig,
  unknownSettings,
  withoutForeign,
} from './app-config.ts'
import {
  checked,
  type StoreSetting,
  sessionStore,
  type TrustedProxies,
  trustedProxies,
  whole,
} from './setting.ts'

/** The settings of a process: beside those that all have, where it listens and what it keeps. */
export interface Config extends AppConfig {
  /** SESSION_STORE: where sessions live. */
  store: StoreSetting
  /** HOST: the name or address on which the process listens, `127.0.0.1`. */
  host: string
  /** PORT: the TCP port of the service; 0: any free one. */
  port: number
  /** ADMIN_PORT: the TCP port for probes and metrics. */
  adminPort: number | undefined
  /** WEB_ROOT: path of the folder of the built pages; without it, something else serves them. */
  webRoot: string | undefined
  /** TRUSTED_PROXIES: whose word about a client's address counts. */
  trustedProxies: TrustedProxies
}

/** What a platform cannot do that a process on Node can. */
export interface Platform {
  /**
   * Settings that have no meaning there: name → what to do instead, which goes on after the name.
   */
  foreign: Record<string, string>
  /** The kinds of SESSION_STORE that keep their promises there. */
  stores: StoreSetting['kind'][]
}

/** A file with a secret that is none any more. Its message goes on after the setting's name. */
export class SecretFileError extends Error {
  override readonly name = 'SecretFileError'
}

const port = whole(/^\d{1,5}$/, 'must be a port', (n) => n <= 65535)

const Settings = z.object({
  SESSION_STORE: z.pipe(
    z._default(z.string(), 'sqlite:data/sessions.sqlite'),
    checked(sessionStore),
  ),
  HOST: z._default(z.string().check(z.minLength(1, 'is empty')), '127.0.0.1'),
  PORT: z._default(port, 3000),
  ADMIN_PORT: z.optional(port),
  WEB_ROOT: z.optional(z.string()),
  TRUSTED_PROXIES: z.pipe(z._default(z.string(), 'none'), checked(trustedProxies)),
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
 * @param env name → value, as in `process.env`; an empty value is none
 * @param readFile the text of a file, for settings given as `NAME_FILE`; a `SecretFileError`
 * that it throws becomes the setting's fault
 * @param platform where instances come and go; without it, one process on Node
 * @returns the settings, every default filled in
 * @throws {ConfigError} about all that is wrong at once
 */
export async function parseConfig(
  env: Environment,
  readFile: (path: string) => string,
  platform?: Platform,
): Promise<Config> {
  const files = secretNames.map((name) => `${name}_FILE`)
  const faults = unknownSettings(env, [...Object.keys(Settings.shape), ...files])
  const read = withFiles(env, readFile, faults)
  const values = withoutForeign(read, platform?.foreign ?? {}, faults)
  const app = await readAppConfig(values, faults, !platform)
  const settings = await parsed(Settings, values, faults)
  if (settings) faults.push(...contradictions(settings, platform))
  if (!app || !settings || faults.length > 0) throw new ConfigError(faults)
  return {
    ...app,
    store: settings.SESSION_STORE,
    host: settings.HOST,
    port: settings.PORT,
    adminPort: settings.ADMIN_PORT,
    webRoot: settings.WEB_ROOT || undefined,
    trustedProxies: settings.TRUSTED_PROXIES,
  }
}

function withFiles(
  env: Environment,
  readFile: (path: string) => string,
  faults: string[],
): Environment {
  const values = given(env)
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

/** What no single setting shows. */
function contradictions(settings: z.infer<typeof Settings>, platform?: Platform): string[] {
  const faults = []
  if (platform && !platform.stores.includes(settings.SESSION_STORE.kind)) {
    faults.push(`SESSION_STORE must be ${platform.stores.join(' or ')} here: instances come and go`)
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

/** The settings that are nobody's secret. */
export function describeConfig(config: Config) {
  return { ...describeAppConfig(config), store: config.store.kind }
}
