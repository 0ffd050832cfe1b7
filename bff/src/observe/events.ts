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

export type EventName = keyof typeof events

/** What may stand in a log line beside time and name. No value of a person, code, token or cookie. */
export interface EventFields {
  /** The request's reference: the citizen sees it, the problem and `X-Request-Id` carry it. */
  ref?: string
  /** The matched route, as it is written in the program. */
  route?: string
  code?: ProblemCode
  /** The keyed pseudonym of `sub`. */
  person?: string
  /** In our own words. */
  reason?: string
  /** Names of errors, and codes of the libraries'; never their messages, which quote input. */
  cause?: string
  scope?: string
  /** Sessions. */
  count?: number
  /** Of a key among several in one setting; the first is 1. */
  position?: number
  /** Milliseconds. */
  took?: number
  settings?: Record<string, string | number | boolean>
  url?: string
  /** Of a bug: function names and line numbers. */
  stack?: string
}

/**
 * Writes one event of the closed list: see docs/logs.md for each. Never throws, waits for nothing,
 * and takes no value of a person.
 */
export type Log = (event: EventName, fields?: EventFields) => void
