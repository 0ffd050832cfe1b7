import { randomBytes } from 'node:crypto'
import { Problem, Session, UserInfo } from '@sgid-login/shared'
import {
  approve,
  createSimulator,
  makeClient,
  type Simulator,
  type SimulatorOptions,
} from 'sgid-simulator'
import { inject } from 'vitest'
import type { Api } from '../api/api.ts'
import { createApp } from '../app.ts'
import { parseConfig } from '../config.ts'
import { systemRandom } from '../crypto.ts'
import type { Deps } from '../deps.ts'
import type { Limit } from '../http/rate-limit.ts'
import { nodeCrypto } from '../node-crypto.ts'
import type { EventFields, EventName, Log } from '../observe/events.ts'
import type { Metrics } from '../observe/node-metrics.ts'
import { observersOf } from '../observe/node-observers.ts'
import { createProviderLog } from '../observe/provider-log.ts'
import type { Watch } from '../observe/watch.ts'
import type { Fetch } from '../provider/exchange.ts'
import type { IdentityProvider } from '../provider/provider.ts'
import { createSgid, type SgidOptions } from '../provider/sgid.ts'
import { createMemoryStore } from '../session/memory-store.ts'
import type { SessionStore } from '../session/store.ts'
import { type Browser, createBrowser } from './browser.ts'
import { openInWorkerd } from './node-workerd-door.ts'

export const origin = 'https://login.test'
export const sgidOrigin = 'https://sgid.test'
export const callback = `${origin}/auth/callback`

const made = await makeClient({
  redirectUris: [callback],
  scopes: [
    'openid',
    'myinfo.name',
    'myinfo.nric_number',
    'myinfo.date_of_birth',
    'myinfo.passport_number',
    'myinfo.registered_address',
    'pocdex.public_officer_details',
  ],
})
export const { client, privateKey } = made

/** Settings of a service at {@link origin}, which sgID knows as {@link client}. */
export const settings = {
  SGID_CLIENT_ID: client.clientId,
  SGID_CLIENT_SECRET: client.clientSecret,
  SGID_PRIVATE_KEY: privateKey,
  SGID_REDIRECT_URI: callback,
  SGID_HOSTNAME: sgidOrigin,
  SGID_SCOPES: 'openid myinfo.name myinfo.nric_number',
  SESSION_SECRET: randomBytes(32).toString('base64'),
}

const workerd = inject('workerd')

/** Whatever answers requests. */
type Served = Pick<Awaited<ReturnType<typeof createApp>>, 'fetch'>

export interface FrontDoorOptions {
  settings?: Partial<Record<string, string>>
  simulator?: Partial<SimulatorOptions>
  timeouts?: SgidOptions['timeouts']
  places?: SgidOptions['places']
  store?: SessionStore
  limit?: Limit
  pages?: Deps['pages']
  metrics?: Metrics
  tracing?: Watch
  /** Own routes in the place of those that the project comes with, */
  apis?: Api[]
  /** and how the service behind them is reached. */
  upstream?: Fetch
  /** A simulator that was made before, to be reached by `fetch`. */
  sgid?: Simulator
  /** Another provider than the simulator, which speaks as sgID does, */
  fetch?: Fetch
  /** or one that does not. */
  provider?: IdentityProvider
  /** Changes an answer of sgID on its way to us. */
  tamper?: (url: string, answer: Response) => Promise<Response>
}

/**
 * The real application and the real adapter, with a whole sgID behind `fetch`. One process, or
 * workerd with its own adapters, for the project of that name.
 */
export async function openFrontDoor(options: FrontDoorOptions = {}) {
  const clock = { now: Date.now() }
  const now = () => clock.now
  const made = { origin: sgidOrigin, clients: [client], now, ...options.simulator }
  const simulator = options.sgid ?? (await createSimulator(made))
  const simulated: Fetch = async (url, init) => {
    const answer = await simulator.fetch(url, init)
    return options.tamper ? options.tamper(url, answer) : answer
  }
  const fetch = options.fetch ?? simulated
  const log: { event: EventName; fields: EventFields | undefined }[] = []
  const parts = { now, crypto: nodeCrypto, random: systemRandom }
  const stored = new Map<string, Uint8Array>()
  const part = randomBytes(8).toString('hex')
  const store = recorded(options.store ?? createMemoryStore(now), stored)

  /** One instance of the BFF; several share the store, the settings and sgID. */
  const instance = async (changed: Partial<Record<string, string>> = {}): Promise<Served> => {
    const env = { ...settings, ...options.settings, ...changed }
    const config = await parseConfig(env, () => '')
    const { timeouts, places, metrics, tracing } = options
    const push: Log = (event, fields) => log.push({ event, fields })
    if (workerd) {
      const { store, pages } = options
      return openInWorkerd(workerd, {
        part,
        env,
        now,
        fetch,
        log: push,
        stored,
        store,
        pages,
        timeouts,
        places,
      })
    }
    const write = metrics ? metrics.counted(push) : push
    const seen = observersOf({ config, log: write, metrics, tracing })
    const sgid = () =>
      createSgid({
        ...config,
        ...parts,
        ...createProviderLog(write, now),
        fetch: seen.fetch(fetch),
        ...(timeouts && { timeouts }),
        ...(places && { places }),
      })
    const provider = options.provider ?? sgid()
    const { limit, pages, apis } = options
    const upstream = options.upstream && seen.upstream(options.upstream)
    const deps = { ...parts, config, provider, store: seen.store(store), log: write }
    const app = await createApp(
      { ...deps, ...(limit && { limit }), ...(pages && { pages }), ...(upstream && { upstream }) },
      apis,
    )
    app.fetch = seen.serve(app.fetch)
    return app
  }

  const app = await instance()
  const newBrowser = (served: Served = app) =>
    createBrowser((request) => served.fetch(request), origin)

  return {
    simulator,
    app,
    instance,
    /** All that was ever written to the store and not taken out again, by key. */
    stored,
    clock,
    log,
    newBrowser,
    secret: settings.SESSION_SECRET,
    /** Plays the person at sgID's page. @returns the callback's address */
    approve: (at: Response, answer?: Parameters<typeof approve>[2]) =>
      approve((request) => simulator.fetch(request), at.headers.get('Location') ?? '', answer),
    /** Requests that sgID saw at an endpoint. */
    seen: (path: string) => simulator.log().filter((entry) => entry.path === path),
  }
}

export type FrontDoor = Awaited<ReturnType<typeof openFrontDoor>>

/** A whole sign-in in one browser. @returns the browser and the answer to its callback */
export async function signIn(
  door: FrontDoor,
  { persona = 'plain', returnTo = '/profile', browser = door.newBrowser() } = {},
) {
  const out = await browser.visit(`/auth/login?returnTo=${encodeURIComponent(returnTo)}`)
  const back = await door.approve(out, { persona })
  return { browser, back, answer: await browser.arrive(back) }
}

/** What a thief of the store would hold. */
function recorded(store: SessionStore, stored: Map<string, Uint8Array>): SessionStore {
  return {
    ...store,
    put: (key, value, ttl) => {
      stored.set(key, value)
      return store.put(key, value, ttl)
    },
    mark: (key, value, ttl) => {
      stored.set(key, value)
      return store.mark(key, value, ttl)
    },
    take: (key) => {
      stored.delete(key)
      return store.take(key)
    },
  }
}

/** The signed-in person's user info, in the contract's shape. */
export async function userInfo(browser: Browser, query = ''): Promise<UserInfo> {
  return UserInfo.parse(await (await browser.call(`/auth/userinfo${query}`)).json())
}

export async function session(browser: Browser): Promise<Session> {
  return Session.parse(await (await browser.call('/auth/session')).json())
}

/** An answer's problem, in the contract's shape. */
export async function problem(response: Response): Promise<Problem> {
  return Problem.parse(await response.json())
}

export function location(response: Response): string {
  return response.headers.get('Location') ?? ''
}

/** The problem code of the page to which an answer sends the browser. */
export function errorCode(response: Response): string | undefined {
  return /^(?:\/zh|\/ms|\/ta)?\/error\/(\w+)\?ref=/.exec(location(response))?.[1]
}
