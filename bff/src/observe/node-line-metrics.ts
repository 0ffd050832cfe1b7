import { problemCodes } from '@sgid-login/shared'
import { Counter, Gauge, Histogram, type Registry } from 'prom-client'
import { type EventFields, type EventName, events } from './events.ts'
import { createRouteName, routeNames } from './watch.ts'

/** What lines of some events tell, beside their number. */
type Told = Partial<Record<EventName, (fields: EventFields) => void>>

export interface LineOptions {
  callbackPath: string
  /** How many there are. */
  privateKeys: number
  sessionSecrets: number
}

/** What the lines of the log tell. @returns takes one */
export function createLineMetrics(registry: Registry, options: LineOptions) {
  const lines = new Counter({
    name: 'sgid_login_events_total',
    help: 'Lines of the log, by event: docs/logs.md.',
    labelNames: ['event'],
    registers: [registry],
  })
  for (const event of Object.keys(events)) lines.inc({ event }, 0)
  const told: Told = {
    ...refusals(registry, options.callbackPath),
    ...finishes(registry),
    ...endings(registry),
    ...outages(registry),
    ...keySet(registry),
    ...oldKeys(registry, options),
  }

  return (event: EventName, fields: EventFields = {}) => {
    lines.inc({ event })
    told[event]?.(fields)
  }
}

function refusals(registry: Registry, callbackPath: string): Told {
  const refused = new Counter({
    name: 'sgid_login_refused_total',
    help: 'Requests that were answered by a problem, by route and problem code. Code none: the client went away.',
    labelNames: ['route', 'code'],
    registers: [registry],
  })
  for (const route of routeNames) {
    for (const code of [...problemCodes, 'none']) refused.inc({ route, code }, 0)
  }
  const routeName = createRouteName(callbackPath)
  const count = ({ route = '', code }: EventFields) =>
    refused.inc({ route: routeName(route), code: code ?? 'none' })
  return { 'request.refused': count, 'request.failed': count }
}

function finishes(registry: Registry): Told {
  const finished = new Histogram({
    name: 'sgid_login_finish_seconds',
    help: 'From a callback that was let through to its session.',
    // A login has 12 seconds.
    buckets: [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 12],
    registers: [registry],
  })
  return { 'login.finished': ({ took = 0 }) => finished.observe(took / 1000) }
}

/** Why a session ended, as the log says it, and as a label says it. */
const reasons: Record<string, string> = {
  'the person logged out': 'logged_out',
  'a new login in the same browser': 'new_login',
  'gave way to a newer one': 'gave_way',
}

function endings(registry: Registry): Told {
  const ended = new Counter({
    name: 'sgid_login_sessions_ended_total',
    help: 'Sessions that ended before their time, by why.',
    labelNames: ['reason'],
    registers: [registry],
  })
  for (const reason of [...Object.values(reasons), 'other']) ended.inc({ reason }, 0)
  return {
    'session.ended': ({ reason = '' }) => ended.inc({ reason: reasons[reason] ?? 'other' }),
  }
}

function outages(registry: Registry): Told {
  const up = new Gauge({
    name: 'sgid_login_up',
    help: '0 while a part does not answer: sgid, store or shared_limit.',
    labelNames: ['part'],
    registers: [registry],
  })
  for (const part of ['sgid', 'store', 'shared_limit']) up.set({ part }, 1)
  return {
    'idp.lost': () => up.set({ part: 'sgid' }, 0),
    'idp.back': () => up.set({ part: 'sgid' }, 1),
    'store.lost': () => up.set({ part: 'store' }, 0),
    'store.back': () => up.set({ part: 'store' }, 1),
    'limit.shared_lost': () => up.set({ part: 'shared_limit' }, 0),
    'limit.shared_back': () => up.set({ part: 'shared_limit' }, 1),
  }
}

function keySet(registry: Registry): Told {
  const fetched = new Gauge({
    name: 'sgid_login_key_set_fetched_timestamp_seconds',
    help: 'When the key set of sgID was last fetched. 0: not yet.',
    registers: [registry],
  })
  return { 'keys.refreshed': () => fetched.setToCurrentTime() }
}

function oldKeys(registry: Registry, { privateKeys, sessionSecrets }: LineOptions): Told {
  const keys = { private_key: privateKeys, session_secret: sessionSecrets }
  const configured = new Gauge({
    name: 'sgid_login_keys',
    help: 'Keys in a setting.',
    labelNames: ['key'],
    registers: [registry],
  })
  const used = new Gauge({
    name: 'sgid_login_old_key_used_timestamp_seconds',
    help: 'When a key after the first was last needed, to the hour. 0: not since the start.',
    labelNames: ['key', 'position'],
    registers: [registry],
  })
  for (const [key, count] of Object.entries(keys)) {
    configured.set({ key }, count)
    for (let position = 2; position <= count; position++) used.set({ key, position }, 0)
  }
  const use = (key: keyof typeof keys, position = 0) => {
    if (position >= 2 && position <= keys[key]) used.setToCurrentTime({ key, position })
  }
  return {
    'key.old_private_key': ({ position }) => use('private_key', position),
    'session.old_secret': ({ position }) => use('session_secret', position),
  }
}
