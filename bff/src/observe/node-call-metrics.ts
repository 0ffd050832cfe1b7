import { Counter, Histogram, type Registry } from 'prom-client'
import { routeNames, sgidCalls, storeCalls, upstreamCalls, type Watch } from './watch.ts'

/** Classes of a status. `none`: there was no answer. */
const answers = ['2xx', '3xx', '4xx', '5xx', 'none'] as const

/** Notes a call that ended. @param status undefined when it had no answer */
type Note = (name: string, seconds: number, status: number | undefined) => void

export interface CallOptions {
  /** Whether a service stands behind this one. */
  upstream: boolean
}

/** How long requests and calls take, and how they end. */
export function createCallMetrics(registry: Registry, options: CallOptions): Watch {
  const note = {
    request: requests(registry),
    sgid: sgid(registry),
    upstream: upstream(registry, options),
    store: store(registry),
  }

  return async ({ kind, name }, work, outcome) => {
    const began = performance.now()
    const ended = (status?: number) => note[kind](name, (performance.now() - began) / 1000, status)
    try {
      const result = await work()
      ended(outcome ? outcome(result).status : 200)
      return result
    } catch (error) {
      ended()
      throw error
    }
  }
}

function requests(registry: Registry): Note {
  const registers = [registry]
  const total = new Counter({
    name: 'sgid_login_requests_total',
    help: 'Requests that were answered, by route and class of the status. Route other: pages, and what is not there.',
    labelNames: ['route', 'status'],
    registers,
  })
  const took = new Histogram({
    name: 'sgid_login_request_seconds',
    help: 'Until the answer to a request begins, by route.',
    labelNames: ['route'],
    // The longest, a callback, has 12 seconds.
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 12],
    registers,
  })
  for (const route of routeNames) {
    took.zero({ route })
    for (const status of answers) total.inc({ route, status }, 0)
  }
  return (route, seconds, status) => {
    total.inc({ route, status: classOf(status) })
    took.observe({ route }, seconds)
  }
}

function sgid(registry: Registry): Note {
  const took = new Histogram({
    name: 'sgid_login_sgid_call_seconds',
    help: 'Until an answer of sgID begins, by call and class of the status. Answer none: there was none in time.',
    labelNames: ['call', 'answer'],
    // Each has 5 seconds.
    buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers: [registry],
  })
  for (const call of sgidCalls) for (const answer of answers) took.zero({ call, answer })
  return (call, seconds, status) => took.observe({ call, answer: classOf(status) }, seconds)
}

function upstream(registry: Registry, options: CallOptions): Note {
  const took = new Histogram({
    name: 'sgid_login_upstream_call_seconds',
    help: 'Until an answer of the service behind this one begins, by method and class of the status. Answer none: there was none in time.',
    labelNames: ['method', 'answer'],
    // Each has UPSTREAM_TIMEOUT_SECONDS, 25 at most.
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25],
    registers: [registry],
  })
  for (const method of options.upstream ? upstreamCalls : []) {
    for (const answer of answers) took.zero({ method, answer })
  }
  return (method, seconds, status) => took.observe({ method, answer: classOf(status) }, seconds)
}

function store(registry: Registry): Note {
  const took = new Histogram({
    name: 'sgid_login_store_call_seconds',
    help: 'Until the session store answers, by call. Outcome failed: it did not in time, or it refused.',
    labelNames: ['call', 'outcome'],
    // Each has half a second.
    buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5],
    registers: [registry],
  })
  for (const call of storeCalls) {
    for (const outcome of ['ok', 'failed']) took.zero({ call, outcome })
  }
  return (call, seconds, status) =>
    took.observe({ call, outcome: status === undefined ? 'failed' : 'ok' }, seconds)
}

function classOf(status = 0): (typeof answers)[number] {
  return answers[Math.floor(status / 100) - 2] ?? 'none'
}
