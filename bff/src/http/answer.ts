import { headers, type Problem, pages, prefixOf, problems } from '@sgid-login/shared'
import type { Context, ErrorHandler, MiddlewareHandler } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { Random } from '../crypto.ts'
import { BffError } from '../errors.ts'
import type { Log } from '../observe/events.ts'
import { codeOf, logFailure } from '../observe/failure.ts'
import type { Env } from './env.ts'

/** Seconds after which a browser may ask again when a part of us does not answer. */
const retryAfter = 5

const dynamicHeaders = {
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
export function dynamicAnswers(random: Random, https: boolean): MiddlewareHandler<Env> {
  return async (c, next) => {
    c.set('ref', reference(random))
    await next()
    for (const [name, value] of Object.entries(dynamicHeaders)) c.header(name, value)
    if (https) c.header('Strict-Transport-Security', strictTransport)
    c.header('X-Request-Id', c.var.ref)
    const echo = c.req.header(headers.echo)
    if (echo && /^[\w-]{8,64}$/.test(echo)) c.header(headers.echo, echo)
  }
}

/** Sends a browser on its way to the page that explains, and tells a program the problem. */
export function failures(log: Log): ErrorHandler<Env> {
  return (thrown, c) => {
    const error = fromHono(thrown)
    const code = codeOf(error)
    logFailure(log, c.var.ref, error)
    if (problems[code].status === 503) c.header('Retry-After', String(retryAfter))
    if (c.var.navigation) return c.redirect(errorPage(c, code), 303)
    return problem(c, code)
  }
}

/** The page that explains a failure, in the language of the page that the person was going to. */
export function errorPage(c: Context<Env>, code: Problem['code']): string {
  return `${prefixOf(c.var.returnTo ?? '')}${pages.error}/${code}?ref=${c.var.ref}`
}

function problem(c: Context<Env>, code: Problem['code']): Response {
  const { status, title } = problems[code]
  const body: Problem = { title, status, code, ref: c.var.ref }
  if (status === 503) body.retryAfter = retryAfter
  return c.body(JSON.stringify(body), status, { 'Content-Type': 'application/problem+json' })
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
