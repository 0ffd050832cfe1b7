import { upstreamParty } from './api/upstream.ts'
import { createApp } from './app.ts'
import { type Config, describeConfig, parseConfig } from './config.ts'
import { createAdmin } from './http/admin.ts'
import { createClientAddress } from './http/node-client-address.ts'
import { createLimit } from './http/node-limit.ts'
import { close, type Fetch, listen } from './http/node-server.ts'
import { createStaticFiles } from './http/static-files.ts'
import { nodeCrypto, nodeRandom } from './node-crypto.ts'
import { readSecretFile } from './node-secret-file.ts'
import type { Log } from './observe/events.ts'
import { describe } from './observe/failure.ts'
import { openObservers } from './observe/node-observers.ts'
import { createPinoLog } from './observe/pino-log.ts'
import { createProviderLog } from './observe/provider-log.ts'
import { createNodeFetch } from './provider/node-fetch.ts'
import { createSgid } from './provider/sgid.ts'
import { createMemoryStore } from './session/memory-store.ts'
import { createSqliteStore } from './session/node-sqlite-store.ts'

/** Milliseconds for the requests in flight when the process is asked to stop. */
const grace = 13_000

try {
  await start()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  // What was opened until then, a connection to Redis for one, would keep the process alive.
  process.exit(1)
}

/** One process on Node: settings from the environment, a store that they choose. */
async function start(): Promise<void> {
  const config = await parseConfig(process.env, readSecretFile)
  const seen = await openObservers(config, createPinoLog(config.logLevel))
  const { log } = seen
  const unhandled = (error: unknown) => log('process.unhandled', describe(error))
  process.on('unhandledRejection', unhandled).on('uncaughtException', unhandled)
  log('config.loaded', { settings: describeConfig(config) })

  const { host, port, adminPort, webRoot, publicOrigin } = config
  const pages = webRoot === undefined ? undefined : createStaticFiles(webRoot, config)
  const store = await openStore(config, log)
  const world = { now: Date.now, crypto: nodeCrypto, random: nodeRandom }
  const provider = createSgid({
    ...config,
    ...world,
    ...createProviderLog(log, world.now),
    fetch: seen.fetch(createNodeFetch(config.hostname)),
  })
  const behind = config.upstream && new URL(config.upstream.url).origin
  const upstream = behind && seen.upstream(createNodeFetch(behind, upstreamParty))
  const { limit, close: closeLimit } = openLimit(config, log)
  const deps = {
    ...world,
    config: withSecret(config, log),
    provider,
    store: seen.store(store),
    log,
  }
  const app = await createApp({
    ...deps,
    ...(pages && { pages }),
    ...(limit && { limit }),
    ...(upstream && { upstream }),
  })
  const addressOf = createClientAddress(config.trustedProxies)
  const serve: Fetch = seen.serve((request, { incoming }) =>
    app.fetch(request, {
      get clientAddress() {
        return addressOf(incoming)
      },
    }),
  )

  let stopping = false
  const servers = [await listen(serve, { setting: 'PORT', host, port })]
  if (adminPort !== undefined) {
    const admin = createAdmin(store, () => stopping, seen.metrics)
    servers.push(await listen(admin.fetch, { setting: 'ADMIN_PORT', host, port: adminPort }))
  }
  log('server.listening', { url: publicOrigin })

  const stop = async () => {
    if (stopping) return
    stopping = true
    log('server.stopping')
    // The last is the one where the platform asks how far it is.
    for (const server of servers) await close(server, grace)
    closeLimit()
    await store.close()
    log('server.stopped')
  }
  process.on('SIGTERM', stop).on('SIGINT', stop)
}

async function openStore({ store }: Config, log: Log) {
  const onLost = (error: unknown) => log('store.lost', describe(error))
  const watch = { onLost, onBack: () => log('store.back') }
  if (store.kind === 'sqlite') return createSqliteStore({ path: store.path, ...watch })
  if (store.kind === 'redis') {
    const { createKeepingStore } = await import('./node-redis.ts')
    return createKeepingStore({ url: store.url, ...watch }, log)
  }
  log('store.memory', { reason: 'sessions end with this process and no other can see them' })
  return { ...createMemoryStore(), close: () => undefined }
}

function openLimit({ perMinute, store }: Config, log: Log) {
  const onLost = (error: unknown) => log('limit.shared_lost', describe(error))
  const watch = { onLost, onBack: () => log('limit.shared_back') }
  return createLimit({
    perMinute,
    ...watch,
    ...(store.kind === 'redis' && { redisUrl: store.url }),
  })
}

/** A loopback origin may do without SESSION_SECRET: its sessions end with the process. */
function withSecret(config: Config, log: Log): Config {
  if (config.sessionSecrets.length > 0) return config
  log('config.session_secret_made', { reason: 'no SESSION_SECRET: made one for this process' })
  return { ...config, sessionSecrets: [nodeRandom(32)] }
}
