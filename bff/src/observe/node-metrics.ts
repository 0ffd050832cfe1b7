import { problemCodes } from '@sgid-login/shared'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import manifest from '../../package.json' with { type: 'json' }
import { type EventFields, type EventName, events, type Log } from './events.ts'
import { createRouteName, routeNames, sgidCalls, storeCalls, type Watch } from './watch.ts'

export interface MetricsOptions {
  callbackPath: string
  /** How many there are. */
  privateKeys: number
  sessionSecrets: number
  /** Its kind. */
  store: string
}

export interface Metrics {
  /** The same log, with its lines counted, whatever LOG_LEVEL lets through. */
  counted(log: Log): Log
  watch: Watch
  /** All of them, as Prometheus reads them: text format 0.0.4. */
  text(): Promise<string>
}

const prefix = 'sgid_login_'
const answers = ['2xx', '3xx', '4xx', '5xx', 'none'] as const
const parts = { idp: 'sgid', store: 'store', limit: 'shared_limit' } as const

/** Why a session ended, as the log says it, and as a label says it. */
const endings: Record<string, string> = {
  'the person logged out': 'logged_out',
  'a new login in the same browser': 'new_login',
  'gave way to a newer one': 'gave_way',
}

/** Seconds. The longest that each may take stands last: 12 for a login, 5 for a call of sgID, half a one for the store's. */
const buckets = {
  request: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 12],
  sgid: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
  store: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5],
}

/**
 * What the process says of itself in numbers. Every label has a closed list of values, and every
 * series is there from the start: no traffic, hostile or not, adds one.
 */
export function createMetrics(options: MetricsOptions): Metrics {
  const registry = new Registry()
  const lines = createLineMetrics(registry, options)
  const watch = createWatch(registry)
  describeProcess(registry, options)

  return {
    counted: (log) => (event, fields) => {
      lines(event, fields)
      log(event, fields)
    },
    watch,
    text: () => registry.metrics(),
  }
}

/** What the lines of the log tell. */
function createLineMetrics(registry: Registry, options: MetricsOptions) {
  const registers = [registry]
  const counter = <Label extends string>(name: string, help: string, labelNames: Label[]) =>
    new Counter({ name: prefix + name, help, labelNames, registers })
  const gauge = <Label extends string>(name: string, help: string, labelNames: Label[]) =>
    new Gauge({ name: prefix + name, help, labelNames, registers })

  const total = counter('events_total', 'Lines of the log, by event: docs/logs.md.', ['event'])
  for (const event of Object.keys(events)) total.inc({ event }, 0)

  const refused = counter(
    'refused_total',
    'Requests that were answered by a problem, by route and problem code. Code none: the client went away.',
    ['route', 'code'],
  )
  for (const route of routeNames) {
    for (const code of [...problemCodes, 'none']) refused.inc({ route, code }, 0)
  }
  const routeName = createRouteName(options.callbackPath)

  const ended = counter('sessions_ended_total', 'Sessions that ended before their time, by why.', [
    'reason',
  ])
  for (const reason of [...Object.values(endings), 'other']) ended.inc({ reason }, 0)

  const finished = new Histogram({
    name: `${prefix}finish_seconds`,
    help: 'From a callback that was let through to its session.',
    buckets: buckets.request,
    registers,
  })

  const up = gauge('up', '0 while a part does not answer: sgid, store or shared_limit.', ['part'])
  for (const part of Object.values(parts)) up.set({ part }, 1)

  const keySet = gauge(
    'key_set_fetched_timestamp_seconds',
    'When the key set of sgID was last fetched. 0: not yet.',
    [],
  )

  const keys = { private_key: options.privateKeys, session_secret: options.sessionSecrets }
  const configured = gauge('keys', 'Keys in a setting.', ['key'])
  const oldKey = gauge(
    'old_key_used_timestamp_seconds',
    'When a key after the first was last needed, to the hour. 0: not since the start.',
    ['key', 'position'],
  )
  for (const [key, count] of Object.entries(keys)) {
    configured.set({ key }, count)
    for (let position = 2; position <= count; position++) oldKey.set({ key, position }, 0)
  }
  const usedOldKey = (key: keyof typeof keys, position = 0) => {
    if (position >= 2 && position <= keys[key]) oldKey.setToCurrentTime({ key, position })
  }

  const more: Partial<Record<EventName, (fields: EventFields) => void>> = {
    'request.refused': ({ route = '', code = 'none' }) =>
      refused.inc({ route: routeName(route), code }),
    'request.failed': ({ route = '', code = 'none' }) =>
      refused.inc({ route: routeName(route), code }),
    'session.ended': ({ reason = '' }) => ended.inc({ reason: endings[reason] ?? 'other' }),
    'login.finished': ({ took = 0 }) => finished.observe(took / 1000),
    'idp.lost': () => up.set({ part: parts.idp }, 0),
    'idp.back': () => up.set({ part: parts.idp }, 1),
    'store.lost': () => up.set({ part: parts.store }, 0),
    'store.back': () => up.set({ part: parts.store }, 1),
    'limit.shared_lost': () => up.set({ part: parts.limit }, 0),
    'limit.shared_back': () => up.set({ part: parts.limit }, 1),
    'keys.refreshed': () => keySet.setToCurrentTime(),
    'key.old_private_key': ({ position }) => usedOldKey('private_key', position),
    'session.old_secret': ({ position }) => usedOldKey('session_secret', position),
  }
  return (event: EventName, fields: EventFields = {}) => {
    total.inc({ event })
    more[event]?.(fields)
  }
}

/** How long requests and calls take, and how they end. */
function createWatch(registry: Registry): Watch {
  const registers = [registry]
  const requests = new Counter({
    name: `${prefix}requests_total`,
    help: 'Requests that were answered, by route and class of the status. Route other: pages, and what is not there.',
    labelNames: ['route', 'status'],
    registers,
  })
  const request = new Histogram({
    name: `${prefix}request_seconds`,
    help: 'Until the answer to a request begins, by route.',
    labelNames: ['route'],
    buckets: buckets.request,
    registers,
  })
  const sgid = new Histogram({
    name: `${prefix}sgid_call_seconds`,
    help: 'Until an answer of sgID begins, by call and class of the status. Answer none: there was none in time.',
    labelNames: ['call', 'answer'],
    buckets: buckets.sgid,
    registers,
  })
  const store = new Histogram({
    name: `${prefix}store_call_seconds`,
    help: 'Until the session store answers, by call. Outcome failed: it did not in time, or it refused.',
    labelNames: ['call', 'outcome'],
    buckets: buckets.store,
    registers,
  })
  for (const route of routeNames) {
    request.zero({ route })
    for (const status of answers) requests.inc({ route, status }, 0)
  }
  for (const call of sgidCalls) for (const answer of answers) sgid.zero({ call, answer })
  for (const call of storeCalls) {
    for (const outcome of ['ok', 'failed']) store.zero({ call, outcome })
  }

  return async ({ kind, name }, work, outcome) => {
    const began = performance.now()
    const note = (status: number | undefined) => {
      const seconds = (performance.now() - began) / 1000
      if (kind === 'store') {
        store.observe({ call: name, outcome: status === undefined ? 'failed' : 'ok' }, seconds)
      } else if (kind === 'sgid') sgid.observe({ call: name, answer: classOf(status) }, seconds)
      else {
        requests.inc({ route: name, status: classOf(status) })
        request.observe({ route: name }, seconds)
      }
    }
    try {
      const result = await work()
      note(outcome ? outcome(result).status : 200)
      return result
    } catch (error) {
      note(undefined)
      throw error
    }
  }
}

function classOf(status = 0): (typeof answers)[number] {
  return answers[Math.floor(status / 100) - 2] ?? 'none'
}

/** What runs here, and how it fares: processor, memory, collections, delay of the event loop. */
function describeProcess(registry: Registry, { store }: MetricsOptions): void {
  const labels = { version: manifest.version, node: process.version, store }
  new Gauge({
    name: `${prefix}build_info`,
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
