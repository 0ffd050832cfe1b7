import type { ProblemCode } from '@sgid-login/shared/problem'

/** Somebody is signed in. */
export interface SignedIn {
  /** Tells the two answers apart. */
  authenticated: true
  /** What a login asks sgID for, `openid` among it. */
  scopes: string[]
  /** Seconds until the session ends whatever the person does, counted from the answer. */
  expiresIn: number
  /** Seconds until the session ends if the person does nothing; never more than `expiresIn`. */
  idleExpiresIn: number
  /** What the login was for, where the service asks for different scopes for different purposes. */
  purpose?: string | undefined
}

/** Nobody is signed in: no session, a forged one, or one that is over. */
export interface SignedOut {
  /** Tells the two answers apart. */
  authenticated: false
  /** What a login asks sgID for, `openid` among it. */
  scopes: string[]
  /** Only while sgID does not answer: a login that began now would end on an error page. */
  signIn?: 'unavailable' | undefined
}

/** The answer of `GET /auth/session` and `POST /auth/session/extend`. */
export type Session = SignedIn | SignedOut

/** The answer of `GET /auth/userinfo`, as it comes. @see OpenID Connect Core §5.3.2 */
export interface AnyUserInfo {
  /**
   * This person at this client, at most 255 characters: another client sees another value.
   *
   * @see OpenID Connect Core §8.1
   */
  sub: string
  /** Scope → the string exactly as sgID sealed it; `NA` when there is no record. */
  data: Record<string, string>
  /** Scope → a sensitive value with most of it hidden: `•••••567A`. */
  masked: Record<string, string>
}

/** The body of a refusal, of type `application/problem+json`. @see RFC 9457 §3 */
export interface Problem {
  /** What went wrong, in one line of English: pages have texts of their own. */
  title: string
  /** The HTTP status. */
  status: number
  /** Why: `session_required`, another of the BFF's own, or one of a route that the app added. */
  code: ProblemCode | (string & {})
  /** Stands in the BFF's log line of the same request: `K7Q2-M4XD`. Holds nothing personal. */
  ref: string
  /** Seconds to wait before trying again. */
  retryAfter?: number | undefined
  /** Of a form that was not taken: each field that is wrong → why. */
  fields?: Record<string, string> | undefined
}

/**
 * Looks at a body that came over the network. Must not throw.
 *
 * @param body JSON, read; undefined where there was none
 * @returns true when it has the shape that was asked for
 */
export type Is<Shape> = (body: unknown) => body is Shape

// By hand, and held to the schemas of `shared` by a test: zod/mini alone is larger than the rest
// of this package.

export function isSession(body: unknown): body is Session {
  if (!isRecord(body)) return false
  const { authenticated, scopes, signIn, expiresIn, idleExpiresIn, purpose } = body
  if (!Array.isArray(scopes) || !scopes.every(isString)) return false
  if (authenticated === false) return signIn === undefined || signIn === 'unavailable'
  const times = isSeconds(expiresIn) && isSeconds(idleExpiresIn)
  return authenticated === true && times && (purpose === undefined || isString(purpose))
}

export function isUserInfo(body: unknown): body is AnyUserInfo {
  if (!isRecord(body)) return false
  const { sub, data, masked } = body
  return isString(sub) && isTexts(data) && isTexts(masked)
}

export function isProblem(body: unknown): body is Problem {
  if (!isRecord(body)) return false
  const { title, status, code, ref, retryAfter, fields } = body
  const whole = isString(title) && isNumber(status) && isString(code) && isString(ref)
  const more =
    (retryAfter === undefined || isNumber(retryAfter)) && (fields === undefined || isTexts(fields))
  return whole && more
}

/** An answer without a body, as a 204 is. */
export function isNothing(body: unknown): body is undefined {
  return body === undefined
}

function isTexts(value: unknown): value is Record<string, string> {
  return isRecord(value) && Object.values(value).every(isString)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isString(value: unknown): value is string {
  return typeof value === 'string'
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number'
}

function isSeconds(value: unknown): value is number {
  return isNumber(value) && value >= 0
}
