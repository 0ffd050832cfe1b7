import { type Context, Hono, type MiddlewareHandler, type Next } from 'hono'
import type { Deps } from '../deps.ts'
import { BffError } from '../errors.ts'
import { type Env, type Variables, visit } from '../http/env.ts'
import { ownCall } from '../http/request-checks.ts'
import { required } from '../session/routes.ts'
import type { Session, Sessions } from '../session/session.ts'
import { type ApiUserInfo, userInfoFor } from './user-info.ts'

/** What a handler below `/api` finds on the context, beside what every handler finds. */
export interface ApiEnv<S extends string> extends Env {
  /** Hono's `c.var`: what is there for every handler, and the person. */
  Variables: Omit<Variables, 'userInfo'> & {
    /** The person whose session it is. There is one: without, no handler is reached. */
    userInfo: ApiUserInfo<S>
  }
}

/**
 * Routes that stand below `/api`, behind its guards: what `createApi` makes and `createApp` takes.
 */
export interface Api {
  /**
   * Puts the routes and their guards into the application.
   *
   * @returns the places that are taken
   * @internal
   */
  mount(app: Hono<Env>, parts: ApiParts): Promise<Place[]>
}

/** What the guards of own routes are made of. */
export interface ApiParts {
  deps: Deps
  sessions: Sessions
}

/** A path of an {@link Api}, and a method for which it has a handler; `ALL` for any. */
export interface Place {
  path: string
  method: string
}

const base = '/api'

/**
 * Own routes of the service, for people who are signed in.
 *
 * Whatever is registered at a path, a handler or a middleware, stands behind the guards of `/api`:
 * a call of our own pages (otherwise `csrf_rejected`), a session (`session_required`,
 * `session_expired`), and every scope that is named here (`insufficient_scope`, or
 * `data_unavailable` when sgID left it out). No path can be registered without them.
 *
 * A GET does not extend the session, for a page may ask by itself; any other method counts as an
 * act of the person and begins their idle time anew. A handler takes a body by `readInput`, answers
 * by `answer`, and refuses by throwing `BffError`; anything else that it throws is answered as
 * `internal`. Every answer is `no-store`. Never throws itself.
 *
 * @param scopes those whose values the handlers use: `c.var.userInfo` has these and no others
 * @param routes adds handlers to the router that it is given. What it throws stops the start
 * @returns to be given to `createApp`, in its list of routes
 */
export function createApi<const S extends string>(
  scopes: readonly S[],
  routes: (api: Hono<ApiEnv<S>>, deps: Deps) => unknown,
): Api {
  return {
    async mount(app, { deps, sessions }) {
      const { publicOrigin, scopes: asked } = deps.config
      const guard = guardOf(publicOrigin, sessions, userInfoFor(scopes, asked))
      const api = new Hono<ApiEnv<S>>()
      await routes(api, deps)
      const places = api.routes.map(({ path, method }) => ({ path: base + path, method }))
      for (const [path, methods] of byPath(places)) app.use(path, guard(methods))
      app.route(base, api)
      return places
    },
  }
}

/** Puts own routes below `/api`. A path that has none of a method answers `method_not_allowed`. */
export async function mountApis(app: Hono<Env>, apis: Api[], parts: ApiParts): Promise<void> {
  const places: Place[] = []
  for (const api of apis) places.push(...(await api.mount(app, parts)))
  for (const [path, methods] of byPath(places)) {
    if (!methods.includes('ALL')) app.all(path, (c) => refuse(c, methods))
  }
}

function byPath(places: Place[]): [path: string, methods: string[]][] {
  const groups = [...Map.groupBy(places, ({ path }) => path)]
  return groups.map(([path, at]) => [path, [...new Set(at.map(({ method }) => method))]])
}

function refuse(c: Context<Env>, methods: string[]): never {
  c.header('Allow', methods.join(', ').replace('ALL', 'GET, POST, PUT, PATCH, DELETE'))
  throw new BffError('method_not_allowed', 'method has no meaning here')
}

/**
 * Lets through calls of our own pages for a person with a session, and shows the handlers who it is.
 *
 * @returns a function of the methods for which a path has handlers
 */
function guardOf(
  publicOrigin: string,
  sessions: Sessions,
  userInfo: (session: Session) => ApiUserInfo<string>,
) {
  const call = ownCall(publicOrigin)

  const person = async (c: Context<Env>, next: Next) => {
    const find = c.req.method === 'GET' ? sessions.look : sessions.touch
    // Where two patterns match one path, the second finds what the first has looked up.
    const session = c.get('session') ?? required(await find(visit(c)))
    c.set('session', session)
    c.set('userInfo', userInfo(session))
    await next()
  }

  return (methods: string[]): MiddlewareHandler<Env> =>
    (c, next) => {
      // Hono would have a GET handler answer it, which may not expect to be asked so lightly.
      if (c.req.method === 'HEAD') refuse(c, methods)
      return call(c, () => person(c, next))
    }
}
