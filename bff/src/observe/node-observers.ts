import type * as OpenTelemetry from '@opentelemetry/api'
import type { Config } from '../config.ts'
import type { Fetch } from '../provider/exchange.ts'
import type { SessionStore } from '../session/store.ts'
import type { Log } from './events.ts'
import type { Metrics } from './node-metrics.ts'
import { createTracing } from './tracing.ts'
import { type Watch, watchFetch, watchRequests, watchStore, watchUpstream } from './watch.ts'

type Serve<World> = (request: Request, world: World) => Response | Promise<Response>

/** Wrappings round what is watched from outside. Where nobody watches they add nothing at all. */
export interface Observers {
  log: Log
  store(store: SessionStore): SessionStore
  /** Of sgID. */
  fetch(fetch: Fetch): Fetch
  /** Of the service behind this one. */
  upstream(fetch: Fetch): Fetch
  serve<World>(serve: Serve<World>): Serve<World>
  /** What `/metrics` says. */
  metrics: (() => Promise<string>) | undefined
}

/** Metrics where ADMIN_PORT can show them, spans where an OpenTelemetry SDK was registered before. */
export async function openObservers(config: Config, log: Log): Promise<Observers> {
  const metrics = config.adminPort === undefined ? undefined : await openMetrics(config)
  const counted = metrics ? metrics.counted(log) : log
  return observersOf({ config, log: counted, metrics, tracing: await openTracing(counted) })
}

export function observersOf(parts: {
  config: Pick<Config, 'callbackPath'>
  log: Log
  metrics: Metrics | undefined
  tracing: Watch | undefined
}): Observers {
  const { config, log, metrics, tracing } = parts
  const watches = [metrics?.watch, tracing].filter((watch) => watch !== undefined)
  const around = <Part>(part: Part, wrap: (part: Part, watch: Watch) => Part) =>
    watches.reduce(wrap, part)
  return {
    log,
    store: (store) => around(store, watchStore),
    fetch: (fetch) => around(fetch, watchFetch),
    upstream: (fetch) => around(fetch, watchUpstream),
    serve: <World>(serve: Serve<World>) =>
      around(serve, (one, watch) => watchRequests(one, config.callbackPath, watch)),
    metrics: metrics?.text,
  }
}

/** Loads them from a file of their own: what prom-client costs at start is for who asks for it. */
async function openMetrics(config: Config): Promise<Metrics> {
  const file = new URL(import.meta.url.replace(/[^/]+\.(\w+)$/, 'node-metrics.$1'))
  const loaded: typeof import('./node-metrics.ts') = await import(/* @vite-ignore */ file.href)
  return loaded.createMetrics({
    callbackPath: config.callbackPath,
    privateKeys: config.privateKeys.length,
    // A loopback origin without one makes one.
    sessionSecrets: Math.max(config.sessionSecrets.length, 1),
    store: config.store.kind,
    upstream: config.upstream !== undefined,
  })
}

/** Where each copy of the API, of major version 1, finds the SDK that was registered with another. */
const registered = Symbol.for('opentelemetry.js.api.1')
/** In a name, so that no bundler takes the package along: an operator installs it with the SDK. */
const api = '@opentelemetry/api'

async function openTracing(log: Log): Promise<Watch | undefined> {
  if (!(registered in globalThis)) return undefined
  try {
    const loaded: typeof OpenTelemetry = await import(/* @vite-ignore */ api)
    return createTracing(loaded)
  } catch {
    log('tracing.unavailable', { reason: `an SDK is registered, but ${api} is not installed here` })
    return undefined
  }
}
