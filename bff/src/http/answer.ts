import { headers, type Problem, pages, prefixOf, problems } from '@sgid-login/shared'
import type { Context, ErrorHandler, MiddlewareHandler } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { matchedRoutes } from 'hono/route'
import type { Random } from '../crypto.ts'
import type { Deps } from '../deps.ts'
import { BffError } from '../errors.ts'
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
const strictTransport = 'max-age=63072000; includeSubDomains'

/** Names each request, and sends every dynamic answer, errors too, past every cache. */
export function dynamicAnswers({ random, config, log }: Deps): MiddlewareHandler<Env> {
  return async (c, next) => {
    const ref = reference(random)
    c.set('ref', ref)
    c.set('log', (event, fields) => log(event, { ref, ...fields }))
    await next()
    for (const [name, value] of Object.entries(dynamicHeaders)) c.header(name, value)
    if (config.https) c.header('Strict-Transport-Security', strictTransport)
    c.header('X-Request-Id', ref)
    const echo = c.req.header(headers.echo)
    if (echo && /^[\w-]{8,64}$/.test(echo)) c.header(headers.echo, echo)
  }
}

/** Sends a browser on its way to the page that explains, and tells a program the problem. */
export const failures: ErrorHandler<Env> = (thrown, c) => {
  const error = fromHono(thrown)
  const code = codeOf(error)
  if (abandoned(c, error)) c.var.log('request.refused', { reason: 'client went away' })
  else logFailure(c.var.log, error, route(c))
  return failureAnswer(c, code, problems[code].status === 503 ? retryAfter : undefined)
}

/** The one that was meant: those with a star are for many paths, or for what has no route. */
function route(c: Context<Env>): string | undefined {
  return matchedRoutes(c).find(({ path }) => !path.includes('*'))?.path
}

/** @param wait seconds after which it is worth asking again */
export function failureAnswer(c: Context<Env>, code: Problem['code'], wait?: number): Response {
  if (wait !== undefined) c.header('Retry-After', String(wait))
  if (c.var.navigation) return c.redirect(errorPage(c, code), 303)
  return problem(c, code, wait)
}

/**
 * The page that explains a failure, in the language of the page that the person was going to. It
 * is told that page, so that the person can try again, unless it is where a login ends anyway.
 */
export function errorPage(c: Context<Env>, code: Problem['code']): string {
  const { ref, returnTo = '' } = c.var
  const prefix = prefixOf(returnTo)
  const query = new URLSearchParams({ ref })
  if (returnTo && returnTo !== prefix + pages.profile) query.set('returnTo', returnTo)
  return `${prefix}${pages.error}/${code}?${query}`
}

function problem(c: Context<Env>, code: Problem['code'], wait: number | undefined): Response {
  const { status, title } = problems[code]
  const body: Problem = { title, status, code, ref: c.var.ref }
  if (wait !== undefined) body.retryAfter = wait
  return c.body(JSON.stringify(body), status, { 'Content-Type': 'application/problem+json' })
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
function reference(random: Random): string {
  const characters = Array.from(random(8), (byte) => alphabet[byte % alphabet.length])
  return `${characters.slice(0, 4).join('')}-${characters.slice(4).join('')}`
}
