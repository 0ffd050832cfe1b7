import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import manifest from '../../package.json' with { type: 'json' }
import type { Log } from './events.ts'
import { createCallMetrics } from './node-call-metrics.ts'
import { createLineMetrics } from './node-line-metrics.ts'
import type { Watch } from './watch.ts'

export interface MetricsOptions {
  callbackPath: string
  /** How many there are. */
  privateKeys: number
  sessionSecrets: number
  /** Its kind. */
  store: string
  /** Whether a service stands behind this one. */
  upstream: boolean
}

export interface Metrics {
  /** The same log, with its lines counted, whatever LOG_LEVEL lets through. */
  counted(log: Log): Log
  watch: Watch
  /** All of them, as Prometheus reads them: text format 0.0.4. */
  text(): Promise<string>
}

/**
 * What the process says of itself in numbers. Every label has a closed list of values, and every
 * series is there from the start: no traffic, hostile or not, adds one.
 */
export function createMetrics(options: MetricsOptions): Metrics {
  const registry = new Registry()
  const count = createLineMetrics(registry, options)
  const watch = createCallMetrics(registry, options)
  describeProcess(registry, options)

  return {
    counted: (log) => (event, fields) => {
      count(event, fields)
      log(event, fields)
    },
    watch,
    text: () => registry.metrics(),
  }
}

/** What runs here, and how it fares: processor, memory, collections, delay of the event loop. */
function describeProcess(registry: Registry, { store }: MetricsOptions): void {
  const labels = { version: manifest.version, node: process.version, store }
  new Gauge({
    name: 'sgid_login_build_info',
    help: 'What runs here.',
    labelNames: Object.keys(labels),
    registers: [registry],
  }).set(labels, 1)
  collectDefaultMetrics({ register: registry })
  // These have a series for each kind of handle that is open just then.
  for (const kind of ['handles', 'requests', 'resources']) {
    registry.removeSingleMetric(`nodejs_active_${kind}`)
    registry.removeSingleMetric(`nodejs_active_${kind}_total`)
  }
  const collections = registry.getSingleMetric('nodejs_gc_duration_seconds')
  if (!(collections instanceof Histogram)) return
  for (const kind of ['major', 'minor', 'incremental', 'weakcb']) collections.zero({ kind })
}
