import { existsSync, readFileSync } from 'node:fs'
import { ConfigError } from '../app-config.ts'
import { type Config, parseConfig } from '../config.ts'
import { createStaticFiles } from '../http/static-files.ts'
import { nodeCrypto } from '../node-crypto.ts'
import { createNodeFetch } from '../provider/node-fetch.ts'
import { createSgid } from '../provider/sgid.ts'
import { type Check, examine, type Finding, ok } from './check.ts'
import { hereChecks } from './here.ts'
import { createAsk } from './node-ask.ts'
import { keyChecks } from './node-keys.ts'
import { secretFileChecks } from './node-secret-files.ts'
import { storeChecks } from './node-stores.ts'
import { examineProvider, type Provider } from './provider.ts'
import { settingsFindings } from './settings.ts'
import { createSite, type Site } from './site.ts'
import { type Behind, upstreamChecks } from './upstream.ts'

type Env = Record<string, string | undefined>

/**
 * Everything that a service with these settings needs, seen from the machine where it runs.
 *
 * @param registered the public key that is registered at sgID, in PEM, if it is at hand
 */
export async function examineService(env: Env, registered?: string): Promise<Finding[]> {
  const files = await examine(secretFileChecks(env), undefined)
  const config = await settings(env)
  // Nothing else can be looked at without them.
  if (config instanceof ConfigError) return [...settingsFindings(config.faults), ...files]
  const keys = { text: secret(env, 'SGID_PRIVATE_KEY'), registered: registered ?? besides(env) }
  const site = createSite({ origin: config.publicOrigin, ask: createAsk(config.publicOrigin) })
  const behind = behindOf(config, site)
  const groups = await Promise.all([
    examine([settingsCheck], undefined),
    files,
    examine(keyChecks, keys),
    examine(storeChecks(config), undefined),
    examineProvider(provider(config)),
    examine(hereChecks, { config, site }),
    behind ? examine(upstreamChecks, behind) : [],
    examine(config.webRoot === undefined ? [] : [pagesCheck(config.webRoot)], config),
  ])
  return groups.flat()
}

const settingsCheck: Check<unknown> = {
  what: 'settings',
  expected: 'settings with which the service starts',
  mend: 'see Settings in README.md',
  look: () => ok('all there, and none that is unknown'),
}

/** As the service reads them; files that are too open have a line of their own here. */
async function settings(env: Env): Promise<Config | ConfigError> {
  try {
    return await parseConfig(env, (path) => readFileSync(path, 'utf8'))
  } catch (error) {
    if (error instanceof ConfigError) return error
    throw error
  }
}

function secret(env: Env, name: string): string {
  const file = env[`${name}_FILE`]
  return file ? readFileSync(file, 'utf8') : (env[name] ?? '')
}

/** The public key that `npm run keygen` left beside the private one. */
function besides(env: Env): string | undefined {
  const file = env['SGID_PRIVATE_KEY_FILE']?.replace(/private(?=[^/\\]*$)/, 'public')
  if (!file || file === env['SGID_PRIVATE_KEY_FILE'] || !existsSync(file)) return undefined
  return readFileSync(file, 'utf8')
}

function provider(config: Config): Provider {
  const { hostname, scopes } = config
  const parts = { now: Date.now, crypto: nodeCrypto, fetch: createNodeFetch(hostname) }
  const sgid = createSgid({ ...config, ...parts })
  const made = () => crypto.randomUUID().replaceAll('-', '')
  const login = { state: made(), nonce: made(), codeVerifier: made() + made(), scopes }
  const authorizationUrl = () => sgid.authorizationUrl(login)
  return { config, ask: createAsk(hostname), now: Date.now, authorizationUrl }
}

function behindOf({ upstream }: Config, site: Site): Behind | undefined {
  return upstream && { upstream, site, ask: createAsk(new URL(upstream.url).origin) }
}

function pagesCheck(webRoot: string): Check<Config> {
  return {
    what: 'pages',
    expected: 'pages at WEB_ROOT that were built with these settings',
    mend: 'build them with the settings of the service: npm run build',
    look(config) {
      createStaticFiles(webRoot, config)
      return ok('built with these settings')
    },
  }
}
