import { headers, type Problem, pages, prefixOf, problems } from '@sgid-login/shared'
import type { Context, ErrorHandler, MiddlewareHandler } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { matchedRoutes } from 'hono/route'
import type { Random } from '../crypto.ts'
import type { Deps } from '../deps.ts'
import { BffError, InvalidInput } from '../errors.ts'
import { codeOf, logFailure } from '../observe/failure.ts'
import type { Env } from './env.ts'

/** Seconds after which a browser may ask again when a part of us does not answer. */
const retryAfter = 5

/** Of every answer that is not a static file: no cache keeps it, no page frames or reads it. */
export const dynamicHeaders = {
  'Cache-Control': 'private, no-store',
  'CDN-Cache-Control': 'no-store',
  'Surrogate-Control': 'no-store',
  'X-Accel-Expires': '0',
  Vary: 'Cookie',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
}
/** Of every answer over https. */
export const strictTransport = 'max-age=63072000; includeSubDomains'

/** Names each request, and sends every dynamic answer, errors too, past every cache. */
export function dynamicAnswers({ random, config, log }: Deps): MiddlewareHandler<Env> {
  const always = {
    ...dynamicHeaders,
    ...(config.https && { 'Strict-Transport-Security': strictTransport }),
  }
  const reference = createReferences(random)

  return async (c, next) => {
    const ref = reference()
    const dynamic: Record<string, string> = { ...always, 'X-Request-Id': ref }
    const echo = c.req.header(headers.echo)
    if (echo && /^[\w-]{8,64}$/.test(echo)) dynamic[headers.echo] = echo
    c.set('ref', ref)
    c.set('log', (event, fields) => log(event, { ref, ...fields }))
    c.set('dynamicHeaders', dynamic)
    await next()
    if (c.get('whole') === c.res) return
    // A service's own route may have put some in.
    for (const validator of ['ETag', 'Last-Modified']) c.res.headers.delete(validator)
    // Not by `c.header`, which makes a new answer each time.
    for (const [name, value] of Object.entries(dynamic)) c.res.headers.set(name, value)
  }
}

/** JSON with all its headers from the beginning: adding them later costs a third of a read. */
export function json(c: Context<Env>, body: string, status = 200): Response {
  const headers = c.get('dynamicHeaders')
  headers['Content-Type'] = 'application/json'
  return whole(c, new Response(body, { status, headers }))
}

/**
 * Sends a browser on, with all headers from the beginning. It says that there is no body: told
 * nothing, Node would send an end of it in a second piece.
 *
 * @param location in ASCII
 * @param cookies `Set-Cookie` values
 */
export function redirect(c: Context<Env>, location: string, cookies: string[] = []): Response {
  const own = { Location: location, 'Content-Length': '0' }
  const headers: Record<string, string> = { ...c.get('dynamicHeaders'), ...own }
  const [cookie, ...more] = cookies
  if (cookie !== undefined) headers['Set-Cookie'] = cookie
  // A plain object is sent as it is, in half the time of a list; but it has each name once.
  const all = Object.entries(headers)
  for (const one of more) all.push(['Set-Cookie', one])
  return whole(c, new Response(null, { status: 303, headers: more.length > 0 ? all : headers }))
}

function whole(c: Context<Env>, answer: Response): Response {
  c.set('whole', answer)
  return answer
}

/** Sends a browser on its way to the page that explains, and tells a program the problem. */
export const failures: ErrorHandler<Env> = (thrown, c) => {
  const error = fromHono(thrown)
  const code = codeOf(error)
  if (abandoned(c, error)) c.var.log('request.refused', { reason: 'client went away' })
  else logFailure(c.var.log, error, route(c))
  if (error instanceof InvalidInput) return problem(c, code, { fields: error.fields })
  return failureAnswer(c, code, problems[code].status === 503 ? retryAfter : undefined)
}

/**
 * The one that was meant, as it is written in the program. Those with a star are ours for all paths,
 * but below `/api`, where a service may have them: there it is the longest.
 */
function route(c: Context<Env>): string | undefined {
  const all = matchedRoutes(c).map(({ path }) => path)
  const own = all.filter((path) => path.startsWith('/api/'))
  return all.find((path) => !path.includes('*')) ?? own.toSorted((a, b) => b.length - a.length)[0]
}

/** @param wait seconds after which it is worth asking again */
export function failureAnswer(c: Context<Env>, code: Problem['code'], wait?: number): Response {
  if (wait !== undefined) c.get('dynamicHeaders')['Retry-After'] = String(wait)
  if (c.var.navigation) return redirect(c, errorPage(c, code))
  return problem(c, code, wait === undefined ? {} : { retryAfter: wait })
}

/**
 * The page that explains a failure, in the language of the page that the person was going to. It
 * is told that page, so that the person can try again, unless it is where a login ends anyway.
 */
export function errorPage(c: Context<Env>, code: Problem['code']): string {
  const { ref, returnTo = '', purpose } = c.var
  const prefix = prefixOf(returnTo)
  const query = new URLSearchParams({ ref })
  if (returnTo && returnTo !== prefix + pages.profile) query.set('returnTo', returnTo)
  if (purpose) query.set('purpose', purpose)
  return `${prefix}${pages.error}/${code}?${query}`
}

function problem(
  c: Context<Env>,
  code: Problem['code'],
  more: Pick<Problem, 'retryAfter' | 'fields'>,
): Response {
  const { status, title } = problems[code]
  const body: Problem = { title, status, code, ref: c.var.ref, ...more }
  // Over that of an answer which was made before something failed.
  c.get('dynamicHeaders')['Content-Type'] = 'application/problem+json'
  return c.body(JSON.stringify(body), status)
}

/** Whether the client left before its body was here: nothing of ours failed, and nobody listens. */
function abandoned(c: Context<Env>, error: Error): boolean {
  return c.req.raw.signal.aborted && 'code' in error && error.code === 'ECONNRESET'
}

/** Hono's own refusals, of a body over its limit for one, in our words. */
function fromHono(error: Error): Error {
  if (!(error instanceof HTTPException)) return error
  return new BffError(error.status === 413 ? 'too_large' : 'internal', error.message)
}

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** Eight characters that a person can read out on the phone: no I, L, O or U (Crockford). */
function createReferences(random: Random) {
  const characters = 8
  // Randomness comes cheaper by the hundred; these name requests and are nobody's secret.
  let bytes = random(0)
  let used = 0
  return () => {
    if (used >= bytes.length) {
      bytes = random(64 * characters)
      used = 0
    }
    let text = ''
    for (const byte of bytes.subarray(used, used + characters)) {
      text += alphabet[byte % alphabet.length]
    }
    used += characters
    return `${text.slice(0, 4)}-${text.slice(4)}`
  }
}
