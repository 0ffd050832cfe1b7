import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { type Api, mountApis } from './api/api.ts'
import { routes } from './api/routes.ts'
import { upstreamApi, upstreamKeys } from './api/upstream.ts'
import type { Deps } from './deps.ts'
import { BffError } from './errors.ts'
import { dynamicAnswers, failures } from './http/answer.ts'
import type { Env } from './http/env.ts'
import { rateLimit } from './http/rate-limit.ts'
import { allow } from './http/request-checks.ts'
import { createOutcomes } from './login/outcome.ts'
import { loginRoutes } from './login/routes.ts'
import { createTransactions } from './login/transaction.ts'
import { sessionRoutes } from './session/routes.ts'
import { createSessions } from './session/session.ts'

/** Bytes of a request's body. */
const bodyBytes = 16 * 1024
/** Those that have one: to ask a GET for it costs as much as the rest of a read. */
const withBody = ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']

/**
 * The whole HTTP surface: sign-in, session, and the pages where they are given. Runs wherever
 * `Request`, `Response` and Web Crypto are.
 *
 * @param deps what it stands on; an entry, such as `node.ts`, chooses each
 * @param apis the service's own routes: those of `bff/src/api/routes.ts` if nothing is said
 * @returns the application: its `fetch` answers a `Request`, with a problem for every failure
 * @throws {RangeError} when the settings have no session secret
 */
export async function createApp(deps: Deps, apis: Api[] = routes): Promise<Hono<Env>> {
  const { config, crypto, random, now, store, log, pages } = deps
  const parts = { crypto, random, now, store, secrets: config.sessionSecrets }
  const { loginTtl, idle, absolute, perPerson, audience, callbackPath } = config
  const sessions = await createSessions({ ...parts, log, idle, absolute, perPerson })
  const outcomes = await createOutcomes({ ...parts, ttl: loginTtl })
  const transactions = await createTransactions({ ...parts, audience, ttl: loginTtl })

  const limit = await rateLimit(deps)

  const app = new Hono<Env>()
  const callback = callbackPath.startsWith('/auth/') ? [] : [callbackPath]
  for (const path of ['/auth/*', '/api/*', ...callback]) {
    app.use(path, dynamicAnswers(deps))
  }
  if (limit) for (const path of ['/auth/*', ...callback]) app.use(path, limit)
  app.on(withBody, ['/auth/*', '/api/*', ...callback], bodyLimit({ maxSize: bodyBytes }))
  app.route('/', loginRoutes({ deps, transactions, outcomes, sessions }))
  app.route('/', sessionRoutes({ deps, sessions }))
  upstreamKeys(app, deps)
  const all = config.upstream ? [...apis, upstreamApi(config.upstream)] : apis
  await mountApis(app, all, { deps, sessions })
  app.all('/auth/*', nothingHere)
  app.all('/api/*', nothingHere)
  if (pages) app.get('*', (c) => pages(c.req.raw))
  app.all('*', dynamicAnswers(deps), pages ? allow('GET', 'HEAD') : nothingHere)
  app.notFound(nothingHere)
  app.onError(failures)
  return app
}

function nothingHere(): never {
  throw new BffError('not_found', 'no such route')
}
