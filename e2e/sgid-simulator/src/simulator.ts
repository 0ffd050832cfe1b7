import { type Context, Hono } from 'hono'
import { type AccessLogEntry, createAccessLog } from './access-log.ts'
import { authorizeRoutes } from './authorize.ts'
import { type Client, register } from './client.ts'
import { controlRoutes } from './control.ts'
import { methods, paths } from './endpoints.ts'
import { createFaultSwitches, type FaultSwitches } from './faults/switches.ts'
import { type Fetch, inProcessFetch } from './fetch.ts'
import { createGrants } from './grants.ts'
import { keyRoutes } from './keys.ts'
import { pageHeaders } from './pages/page.ts'
import { refusalPage } from './pages/refusal-page.ts'
import type { Env, Provider } from './provider.ts'
import { Refusal } from './refusal.ts'
import { type Fields, mockpassLayout, sgidLayouts } from './sealing.ts'
import { createSigningKeys } from './signing-keys.ts'
import { tokenRoutes } from './token.ts'
import { userInfoRoutes } from './user-info.ts'

/** What a simulator is made of. */
export interface SimulatorOptions {
  /** Public origin, no trailing slash: `http://127.0.0.1:5157`. The issuer is this and `/v2`. */
  origin: string
  /** Who may log people in: what `makeClient` makes. */
  clients: Client[]
  /**
   * Whose shapes the answers have: sgID's as documented, or MockPass's. `sgid` if nothing is said.
   */
  dialect?: 'sgid' | 'mockpass'
  /**
   * How fields are encrypted in the `sgid` dialect, where both forms have been seen: `dir` if
   * nothing is said.
   */
  fields?: Fields
  /** The clock, in milliseconds since 1970: `Date.now` if nothing is said. Must not throw. */
  now?: () => number
}

/** A strict sgID, version 2, with made-up people. */
export interface Simulator {
  /**
   * The whole HTTP surface, in process. Rejects as `fetch` does: with `TypeError('fetch failed')`
   * for a cut connection, with the signal's reason when aborted. Follows no redirect.
   */
  fetch: Fetch
  /** Switches for what can go wrong. */
  faults: FaultSwitches
  /**
   * What was asked of it. Never throws.
   *
   * @returns the latest thousand requests to `/v2/`, newest last
   */
  log(): AccessLogEntry[]
  /** Forgets the requests of the log. Never throws. */
  clearLog(): void
  /**
   * Signs with a new key from now on. The old one stays published until the next rotation. Never
   * rejects.
   *
   * @see OpenID Connect Core §10.1.1
   */
  rotateKeys(): Promise<void>
}

/**
 * A simulator without a port: `fetch` is the whole of it.
 *
 * @param options its origin, and who may log people in
 * @returns the simulator
 * @throws {Error} when a client could never log in: its key is not RSA, its redirect URI not absolute
 */
export async function createSimulator(options: SimulatorOptions): Promise<Simulator> {
  const { origin, dialect = 'sgid', fields = 'dir', now = Date.now } = options
  const provider: Provider = {
    issuer: `${origin}/v2`,
    dialect,
    layout: dialect === 'mockpass' ? mockpassLayout : sgidLayouts[fields],
    clients: register(options.clients),
    keys: await createSigningKeys(),
    grants: createGrants(now),
    now,
  }
  const log = createAccessLog(now)
  const faults = createFaultSwitches()
  const controls = {
    faults: faults.switches,
    log: log.entries,
    clearLog: log.clear,
    rotateKeys: provider.keys.rotate,
  }

  const app = new Hono<Env>()
    .use(async (c, next) => {
      await next()
      c.header('Cache-Control', 'no-store')
    })
    .use('/v2/*', async (c, next) => {
      const entry = log.open(c.req.raw)
      c.set('entry', entry)
      c.set('faults', faults.for(entry))
      await next()
      entry.status = c.res.status
    })
    .use('/v2/*', async (c, next) => {
      const allowed = methods[c.req.path]
      if (!allowed || allowed.includes(c.req.method)) return next()
      return c.text('Method not allowed', 405, { Allow: allowed.join(', ') })
    })
    .route('/', authorizeRoutes(provider))
    .route('/', tokenRoutes(provider))
    .route('/', userInfoRoutes(provider))
    .route('/', keyRoutes(provider))
    .route('/', controlRoutes(provider, controls))
    .onError(refuse)

  return { fetch: inProcessFetch(async (request) => app.fetch(request)), ...controls }
}

/** Each endpoint's own way to say no. What is no refusal is a cut connection, or a bug. */
function refuse(error: Error, c: Context<Env>): Response | Promise<Response> {
  if (!(error instanceof Refusal)) throw error
  const { code, message, status } = error
  c.var.entry.refused = `${code}: ${message}`
  if (c.req.path === paths.authorize) return c.html(refusalPage(error), status, pageHeaders)
  if (c.req.path === paths.userInfo)
    return c.body(null, status, {
      'WWW-Authenticate': `Bearer error="${code}", error_description="${message}"`,
    })
  return c.json({ error: code, error_description: message }, status)
}
