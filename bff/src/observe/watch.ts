import { paths } from '@sgid-login/shared'
import type { Fetch } from '../provider/exchange.ts'
import type { SessionStore } from '../session/store.ts'

/** Everything that is ever watched. Closed lists: they name series and spans, which must not grow. */
export const routeNames = [
  'login',
  'callback',
  'session',
  'extend',
  'userinfo',
  'logout',
  'api',
  'other',
] as const
export const sgidCalls = ['token', 'userinfo', 'key_set'] as const
/** Of the service behind this one, by method: its paths are somebody's, and have no end. */
export const upstreamCalls = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const
export const storeCalls = ['get', 'put', 'touch', 'take', 'mark'] as const

export type RouteName = (typeof routeNames)[number]

export type Watched =
  | { kind: 'request'; name: RouteName }
  | { kind: 'sgid'; name: (typeof sgidCalls)[number] }
  | { kind: 'upstream'; name: (typeof upstreamCalls)[number] }
  | { kind: 'store'; name: (typeof storeCalls)[number] }

/** What may be noted of an answer. */
export interface Outcome {
  status: number
  /** The request's reference. */
  ref?: string | null
}

/**
 * Does the work and takes note of how it ended. What it returns or throws is its caller's, as if
 * nobody had watched.
 */
export type Watch = <Result>(
  watched: Watched,
  work: () => Promise<Result>,
  outcome?: (result: Result) => Outcome,
) => Promise<Result>

/** From the path of a request, or of a route as it is written in the program. */
export function createRouteName(callbackPath: string): (path: string) => RouteName {
  const names = new Map<string, RouteName>([
    [paths.login, 'login'],
    [paths.session, 'session'],
    [paths.extend, 'extend'],
    [paths.userInfo, 'userinfo'],
    [paths.logout, 'logout'],
    [callbackPath, 'callback'],
  ])
  return (path) => names.get(path) ?? (path.startsWith('/api/') ? 'api' : 'other')
}

/** Requests, until their answer begins. */
export function watchRequests<World>(
  serve: (request: Request, world: World) => Response | Promise<Response>,
  callbackPath: string,
  watch: Watch,
) {
  const nameOf = createRouteName(callbackPath)
  const outcome = (answer: Response) => ({
    status: answer.status,
    // Only who asks for it pays for headers that can be read.
    get ref() {
      return answer.headers.get('X-Request-Id')
    },
  })
  return (request: Request, world: World): Promise<Response> => {
    const name = nameOf(new URL(request.url).pathname)
    return watch({ kind: 'request', name }, async () => serve(request, world), outcome)
  }
}

const callOf = new Map<string, (typeof sgidCalls)[number]>([
  ['/v2/oauth/token', 'token'],
  ['/v2/oauth/userinfo', 'userinfo'],
  ['/v2/.well-known/jwks.json', 'key_set'],
])

/** Calls of sgID, until its answer begins. */
export function watchFetch(fetch: Fetch, watch: Watch): Fetch {
  return (url, init) => {
    const name = callOf.get(new URL(url).pathname)
    if (!name) return fetch(url, init)
    return watch(
      { kind: 'sgid', name },
      () => fetch(url, init),
      ({ status }) => ({ status }),
    )
  }
}

/** Calls of the service behind this one, until its answer begins. */
export function watchUpstream(fetch: Fetch, watch: Watch): Fetch {
  return (url, init) => {
    const name = upstreamCalls.find((method) => method === init.method)
    if (!name) return fetch(url, init)
    return watch(
      { kind: 'upstream', name },
      () => fetch(url, init),
      ({ status }) => ({ status }),
    )
  }
}

/** The calls that people wait for. */
export function watchStore(store: SessionStore, watch: Watch): SessionStore {
  return {
    ...store,
    get: (key) => watch({ kind: 'store', name: 'get' }, () => store.get(key)),
    put: (key, value, ttl) =>
      watch({ kind: 'store', name: 'put' }, () => store.put(key, value, ttl)),
    touch: (key, ttl) => watch({ kind: 'store', name: 'touch' }, () => store.touch(key, ttl)),
    take: (key) => watch({ kind: 'store', name: 'take' }, () => store.take(key)),
    mark: (key, value, ttl) =>
      watch({ kind: 'store', name: 'mark' }, () => store.mark(key, value, ttl)),
  }
}
