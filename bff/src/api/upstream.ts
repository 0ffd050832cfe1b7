import type { Context, Hono } from 'hono'
import type { Deps } from '../deps.ts'
import { BffError, InvalidInput } from '../errors.ts'
import { json } from '../http/answer.ts'
import type { Env } from '../http/env.ts'
import { allow } from '../http/request-checks.ts'
import { upstreamCalls } from '../observe/watch.ts'
import { exchange, type Party } from '../provider/exchange.ts'
import { type Api, createApi } from './api.ts'
import type { SigningKey } from './signing-key.ts'
import { createVouch } from './vouch.ts'

/** The service behind this one, as the settings say: UPSTREAM_URL and those beside it. */
export interface Upstream {
  /**
   * Origin, and the path that stands before every other, with no slash at its end:
   * `https://grants.internal/v1`.
   */
  url: string
  /** The paths that may be asked for: `/grants`; `/grants/*` for all that are below it. */
  paths: string[]
  /**
   * `aud` of the tokens: the origin of `url`, if UPSTREAM_AUDIENCE says nothing.
   *
   * @see RFC 7519 §4.1.3
   */
  audience: string
  /** Scopes whose values stand in the tokens, each as the claim of that name. */
  claims: string[]
  /** The first signs the tokens, all are published. */
  keys: SigningKey[]
  /** Seconds for an answer, from the first byte sent to the last one read. */
  timeout: number
}

export const upstreamKeysPath = '/api/.well-known/jwks.json'

export const upstreamParty: Party = {
  name: 'upstream',
  unavailable: 'upstream_unavailable',
  badResponse: 'upstream_bad_response',
  mayBeEmpty: true,
}

/** Of an answer. */
const bytes = 1024 * 1024
/** A page of ours reads nothing else, and no browser takes these for a document. */
const types = ['application/json', 'application/problem+json']
/** Of a request: all that it is told beside the token. Cookies and `Authorization` stay here. */
const forwarded = ['Accept-Language', 'Idempotency-Key']

/**
 * Passes calls to an existing service: the same path without `/api`, the query and a body in JSON.
 * It is told who the person is by a token of ours, and nothing else of the request.
 *
 * Its answer is passed on when it is JSON, with its status and no header of its own. For everything
 * else the page gets a problem: `upstream_unavailable` when it cannot be reached, is too slow or
 * says that it has failed; `upstream_bad_response` for a redirect, another type than JSON, more than
 * a mebibyte, and a token that it does not take. Nothing is ever sent twice.
 */
export function upstreamApi(upstream: Upstream): Api {
  return createApi(upstream.claims, (api, deps) => {
    const { config, random, now, upstream: fetch = globalThis.fetch } = deps
    const { url, timeout: seconds, claims, keys, audience } = upstream
    const vouch = createVouch({ keys, issuer: config.publicOrigin, audience, random, now })

    for (const path of upstream.paths) {
      api.on([...upstreamCalls], path, async (c) => {
        const { sub, data, sensitive } = c.var.userInfo
        const value = (scope: string) => data[scope] ?? sensitive[scope]?.reveal() ?? ''
        const told = Object.fromEntries(claims.map((scope) => [scope, value(scope)]))
        const body = await jsonBody(c)
        const headers = {
          ...chosenHeaders(c),
          ...(body && { 'Content-Type': 'application/json' }),
          Accept: types.join(', '),
          Authorization: `Bearer ${await vouch(sub, told)}`,
          'X-Request-Id': c.var.ref,
        }
        const init = { method: c.req.method, headers, ...(body && { body }) }
        const target = url + localPart(c.req.url, c.req.path)
        return passed(await exchange(fetch, target, init, { seconds, bytes }, upstreamParty))
      })
    }
  })
}

/** Publishes the keys by which the upstream checks our tokens. Anybody may read them. */
export function upstreamKeys(app: Hono<Env>, { config }: Deps): void {
  if (!config.upstream) return
  const keySet = JSON.stringify({ keys: config.upstream.keys.map(({ publicJwk }) => publicJwk) })
  app.use(upstreamKeysPath, allow('GET')).get(upstreamKeysPath, (c) => json(c, keySet))
}

/** What of an address may be sent on: nothing that any server could read as another path. */
function localPart(url: string, path: string): string {
  const plain = path.slice('/api'.length)
  if (!/^(?:\/(?!\.{1,2}(?:\/|$))[\w.~:@-]+)+$/.test(plain)) {
    throw new BffError('not_found', 'path has a character that is not passed on')
  }
  return plain + new URL(url).search
}

/** @returns undefined without one */
async function jsonBody(c: Context): Promise<string | undefined> {
  if (c.req.method === 'GET') return undefined
  const text = await c.req.text()
  if (text === '') return undefined
  const type = c.req.header('Content-Type')?.split(';')[0]?.trim().toLowerCase()
  if (type !== 'application/json') throw new InvalidInput('body is not application/json')
  return text
}

function chosenHeaders(c: Context): Record<string, string> {
  const given = forwarded.map((name): [string, string] => [name, c.req.header(name) ?? ''])
  return Object.fromEntries(given.filter(([, value]) => value !== ''))
}

function passed({ status, type, text }: { status: number; type: string; text: string }): Response {
  if (status === 401) {
    throw new BffError('upstream_bad_response', 'upstream does not take our token')
  }
  if (text === '') return new Response(null, { status })
  if (types.includes(type)) return new Response(text, { status, headers: { 'Content-Type': type } })
  throw new BffError('upstream_bad_response', 'upstream sent another type than JSON')
}
