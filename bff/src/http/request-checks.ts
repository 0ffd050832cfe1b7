import { headers, type ProblemCode } from '@sgid-login/shared'
import type { Context, MiddlewareHandler } from 'hono'
import { BffError } from '../errors.ts'
import type { Env } from './env.ts'

/** Refuses every method but these. HEAD is no GET here: it must never start or spend anything. */
export function allow(...methods: string[]): MiddlewareHandler<Env> {
  return (c, next) => {
    only(methods, c)
    return next()
  }
}

function only(methods: string[], c: Context<Env>): void {
  if (methods.includes(c.req.method)) return
  c.header('Allow', methods.join(', '))
  throw refuse('method_not_allowed', 'method has no meaning here')
}

/**
 * Lets through what a person's browser does when it goes to an address, and nothing that a page,
 * a preview or a guess of the browser loads by itself. Browsers without these headers are let
 * through: old ones, web views, and no attacker's page can strip them from a new one.
 *
 * @see W3C Fetch Metadata §2; RFC 9651 (`Sec-Purpose` is a structured header)
 */
export const navigation: MiddlewareHandler<Env> = async (c, next) => {
  const early = ['Sec-Purpose', 'Purpose', 'X-Moz'].some((name) =>
    /prefetch|prerender|preview/i.test(c.req.header(name) ?? ''),
  )
  if (early) throw refuse('csrf_rejected', 'loaded before the person asked')
  if (!navigates(c)) throw refuse('csrf_rejected', 'not a navigation')
  c.set('navigation', true)
  return next()
}

/** Whether a browser takes its window to an address, as far as it says. */
export function navigates(c: Context<Env>): boolean {
  const mode = c.req.header('Sec-Fetch-Mode') ?? 'navigate'
  const destination = c.req.header('Sec-Fetch-Dest')
  // A program that uses Node's fetch always says cors; a browser also says what the load is for.
  if (destination === undefined) return ['navigate', 'cors'].includes(mode)
  return destination === 'document'
}

/**
 * Lets through calls that script of our own pages makes. Works without cookies being trusted.
 *
 * @param methods when they are given, no others
 */
export function ownCall(publicOrigin: string, ...methods: string[]): MiddlewareHandler<Env> {
  return (c, next) => {
    if (methods.length > 0) only(methods, c)
    if (c.req.header(headers.csrf) !== '1') throw refuse('csrf_rejected', 'without X-CSRF')
    if (fromOwnPage(c, publicOrigin) ?? safe(c.req.method)) return next()
    throw refuse('csrf_rejected', 'from another origin, or from nobody knows where')
  }
}

/** As {@link ownCall}, or a form of our own pages, which cannot set a header. */
export function ownCallOrForm(publicOrigin: string, ...methods: string[]): MiddlewareHandler<Env> {
  const call = ownCall(publicOrigin, ...methods)
  return (c, next) => {
    if (methods.length > 0) only(methods, c)
    if (c.req.header(headers.csrf) !== undefined) return call(c, next)
    if (!fromOwnPage(c, publicOrigin)) throw refuse('csrf_rejected', 'form of another origin')
    return next()
  }
}

/** Whether the browser says that a page of ours made the request; undefined when it says nothing. */
function fromOwnPage(c: Context<Env>, publicOrigin: string): boolean | undefined {
  const site = c.req.header('Sec-Fetch-Site')
  if (site !== undefined) return site === 'same-origin'
  const origin = c.req.header('Origin')
  return origin === undefined ? undefined : origin === publicOrigin
}

function safe(method: string): boolean {
  return method === 'GET'
}

function refuse(code: ProblemCode, why: string): BffError {
  return new BffError(code, why)
}
