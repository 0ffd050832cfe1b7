import { pages } from '@sgid-login/shared'
import type { Config } from '../config.ts'
import { isLoopback } from '../setting.ts'
import { type Check, ok, reason, type Seen, warning, wrong } from './check.ts'
import { authorizationRequest, failureOf, type Site, summary } from './site.ts'

export interface Here {
  config: Config
  /** What answers at the public origin. */
  site: Site
}

/** Nobody is there yet, or the network does not lead there from here. */
const absent = ['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT']

/** That the settings are those of the site which people see. */
export const hereChecks: Check<Here>[] = [
  {
    what: 'redirect URI',
    expected: 'this very service at the origin and the path of SGID_REDIRECT_URI',
    mend: 'set SGID_REDIRECT_URI to an address of this service, or have its path lead to the BFF',
    async look({ config, site }) {
      try {
        return (await loginSeen(config, site)) ?? (await callbackSeen(config, site))
      } catch (error) {
        return unreached(config.publicOrigin, error)
      }
    },
  },
  {
    what: 'visitors’ addresses',
    expected: 'TRUSTED_PROXIES says which proxies the service is behind',
    mend: 'set TRUSTED_PROXIES (README.md, Settings): otherwise all citizens share one limit',
    look({ config: { https, perMinute, trustedProxies } }) {
      // The BFF speaks plain http: whoever sees https sees a proxy.
      const nobody = Array.isArray(trustedProxies) && trustedProxies.length === 0
      const shared = https && perMinute > 0 && nobody
      return shared ? warning('no proxy is trusted, and one ends TLS') : ok('as set')
    },
  },
  {
    what: 'https',
    expected: 'https for the public site and for sgID',
    mend: 'set SGID_REDIRECT_URI and SGID_HOSTNAME to https addresses',
    look({ config: { https, hostname, publicOrigin } }) {
      if (https) return ok('https')
      const local = [hostname, publicOrigin].every((origin) => isLoopback(new URL(origin)))
      return local ? ok('plain http, on this machine alone') : warning('plain http on localhost')
    },
  },
]

/** What it says of the public origin that a request to it failed. */
export function unreached(origin: string, error: unknown): Seen {
  const why = reason(error)
  if (!absent.includes(why)) return wrong(`${origin}: ${why}`)
  const mend = 'start the service, and look again; another place than this machine may see more'
  return warning(`nobody answers at ${origin}: ${why}`, mend)
}

/** @returns what is wrong with the login that begins there */
async function loginSeen(config: Config, site: Site): Promise<Seen | undefined> {
  const out = await site.login()
  const { code } = failureOf(out) ?? {}
  if (code === 'idp_unavailable') return undefined
  if (code === 'rate_limited')
    return warning(
      'not seen: RATE_LIMIT_PER_MINUTE is used up',
      'set TRUSTED_PROXIES if all come by one proxy, and look again in a minute',
    )
  const request = authorizationRequest(out)
  if (!request) return wrong(`not this service: /auth/login answers ${summary(out)}`)
  const other = [
    ['SGID_HOSTNAME', request.url.origin, config.hostname],
    ['SGID_CLIENT_ID', request.url.searchParams.get('client_id'), config.clientId],
    ['SGID_REDIRECT_URI', request.url.searchParams.get('redirect_uri'), config.redirectUri],
  ].find(([, theirs, ours]) => theirs !== ours)
  return (
    other && wrong(`the service there has another ${other[0]}`, 'restart it with these settings')
  )
}

async function callbackSeen({ callbackPath }: Config, site: Site): Promise<Seen> {
  const answer = await site.visit(callbackPath)
  const failure = failureOf(answer)
  if (failure?.code === 'login_mismatch')
    return ok(`answered there, ${pages.error} for who brings no code`)
  return wrong(`the callback answers ${summary(answer)}`)
}
