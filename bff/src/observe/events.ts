import type { ProblemCode } from '@sgid-login/shared'

/** Every event that is ever logged, and how loudly. A closed list: alerts and audits count on it. */
export const events = {
  'config.loaded': 'info',
  'config.session_secret_made': 'warn',
  'store.memory': 'warn',
  'store.lost': 'error',
  'store.back': 'info',
  'store.policy_unknown': 'warn',
  'idp.lost': 'error',
  'idp.back': 'info',
  'keys.refreshed': 'info',
  'keys.failed': 'warn',
  'server.listening': 'info',
  'server.stopping': 'info',
  'server.stopped': 'info',
  'process.unhandled': 'error',
  'tracing.unavailable': 'warn',
  'limit.reached': 'warn',
  'limit.shared_lost': 'warn',
  'limit.shared_back': 'info',
  'login.started': 'info',
  'login.already_signed_in': 'info',
  'login.returned': 'info',
  'login.finished': 'info',
  'login.repeated': 'info',
  'session.created': 'info',
  'session.extended': 'info',
  'session.revealed': 'info',
  'session.ended': 'info',
  'session.old_secret': 'info',
  'session.unreadable': 'warn',
  'session.ambiguous_cookie': 'warn',
  'key.old_private_key': 'info',
  'request.refused': 'info',
  'request.failed': 'error',
} as const

/** An event that may be logged: `login.finished`. The list is closed. @see docs/logs.md */
export type EventName = keyof typeof events

/** What may stand in a log line beside time and name. No value of a person, code, token or cookie. */
export interface EventFields {
  /**
   * The request's reference, `K7Q2-M4XD`: the citizen sees it, the problem and `X-Request-Id` carry
   * it.
   */
  ref?: string
  /** The matched route as it is written in the program: `/auth/callback`. */
  route?: string
  /** Of a request that failed: what the browser was told. */
  code?: ProblemCode
  /** The keyed pseudonym of `sub`, in characters of base64url. */
  person?: string
  /** Why, in one line and our own words. */
  reason?: string
  /** Names of errors, and codes of the libraries'; never their messages, which quote input. */
  cause?: string
  /** The scope that was revealed: `myinfo.nric_number`. */
  scope?: string
  /** How many sessions. */
  count?: number
  /** The index of a key among several in one setting; the first is 1. */
  position?: number
  /** How long it took, in milliseconds. */
  took?: number
  /** At start: name → value of the settings that are nobody's secret; times in seconds. */
  settings?: Record<string, string | number | boolean>
  /** The public origin: `https://HOST`. */
  url?: string
  /** Of a bug: function names and places in files, ` | ` between them. */
  stack?: string
}

/**
 * Writes one event of the closed list. Never throws, waits for nothing, and takes no value of a
 * person.
 *
 * @param event what happened
 * @param fields what is known of it
 * @see docs/logs.md
 */
export type Log = (event: EventName, fields?: EventFields) => void
