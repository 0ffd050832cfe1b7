import { waitUntil } from 'cloudflare:workers'
import { createApp } from './app.ts'
import { type AppConfig, describeAppConfig } from './app-config.ts'
import { systemRandom, webCrypto } from './crypto.ts'
import type { Deps } from './deps.ts'
import { createAssetPages } from './http/asset-pages.ts'
import type { Limit } from './http/rate-limit.ts'
import { createConsoleLog } from './observe/console-log.ts'
import { createProviderLog } from './observe/provider-log.ts'
import { createSgid, type SgidOptions } from './provider/sgid.ts'
import { createWebFetch } from './provider/web-fetch.ts'
import { createDurableStore } from './session/durable-store.ts'
import { type Bindings, type Counter, parseWorkerConfig } from './worker-env.ts'

/**
 * The application with the adapters of a worker.
 *
 * @param changed what a test puts in their place
 * @throws {Error} for an operator, when settings, bindings or pages do not hold
 */
export async function createService(
  env: Bindings,
  changed: Partial<Deps> & Partial<Pick<SgidOptions, 'fetch' | 'timeouts' | 'places'>> = {},
) {
  const config = await parseWorkerConfig({ ...env })
  const { log = createConsoleLog(config.logLevel), now = Date.now } = changed
  log('config.loaded', { settings: { ...describeAppConfig(config), store: 'durable objects' } })
  const world = { config, log, now, crypto: webCrypto, random: systemRandom }
  const provider = createSgid({
    ...config,
    ...world,
    ...createProviderLog(log, now),
    fetch: createWebFetch(config.hostname),
    outlive: waitUntil,
    ...changed,
  })
  const store = createDurableStore({ shards: env.SESSIONS, now, outlive: waitUntil })
  return createApp({ ...world, provider, store, ...(await optional(env, config)), ...changed })
}

async function optional({ ASSETS, LIMIT }: Bindings, config: AppConfig) {
  const behind = config.upstream && new URL(config.upstream.url).origin
  return {
    ...(behind && { upstream: createWebFetch(behind) }),
    ...(ASSETS && { pages: await createAssetPages(ASSETS, config) }),
    ...(LIMIT && config.perMinute > 0 && { limit: createLimit(LIMIT) }),
  }
}

/** Of the platform it is known only whether a minute's number is used up: the wait is a minute. */
function createLimit(counter: Counter): Limit {
  return async (bucket) => {
    const counted = counter.limit({ key: String(bucket) })
    // Where it cannot count it holds nobody up.
    return (await counted.catch(() => undefined))?.success === false ? 60 : undefined
  }
}
