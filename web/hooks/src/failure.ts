import { onlineManager, type UseQueryResult } from '@tanstack/react-query'
import type { Problem } from './answers.ts'

/** The BFF refused, and said which of its reasons it was. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError'
  /** Why: `session_required`, `rate_limited`, `store_unavailable` …, or one of a route of your own. */
  readonly code: Problem['code']
  /** The HTTP status. */
  readonly status: number
  /**
   * Stands in the BFF's log line too: `K7Q2-M4XD`. Holds nothing personal: show it to whoever asks
   * for help.
   */
  readonly ref: string
  /** Seconds to wait before trying again, where the BFF knows. */
  readonly retryAfter: number | undefined
  /** Of a form that was not taken: each field that is wrong → why. */
  readonly fields: Record<string, string> | undefined

  /** @param problem the body of the answer */
  constructor(problem: Problem) {
    super(problem.title)
    this.code = problem.code
    this.status = problem.status
    this.ref = problem.ref
    this.retryAfter = problem.retryAfter
    this.fields = problem.fields
  }
}

/**
 * Why there is no answer to use: nobody answered, not in time, with something that is no answer of
 * the BFF, or with an answer that was made for another request.
 */
export type NoAnswer = 'network' | 'timeout' | 'unreadable' | 'foreign'

/** There is nothing that could be used as an answer. */
export class NoAnswerError extends Error {
  override readonly name = 'NoAnswerError'
  /** What there was instead. */
  readonly reason: NoAnswer
  /** The HTTP status of the answer that was not used, where there was one. */
  readonly status: number | undefined

  /**
   * @param reason what there was instead
   * @param options the `cause`, and the HTTP `status` of the answer that was not used
   */
  constructor(reason: NoAnswer, options: ErrorOptions & { status?: number } = {}) {
    super(`no answer: ${reason}`, options)
    this.reason = reason
    this.status = options.status
  }
}

/**
 * Why something is not known, in a word for each thing that a page would say:
 *
 * - `offline`: this device has no connection. It is asked again when there is one
 * - `unreachable`: nobody answered, or not in time
 * - `unavailable`: the service, or its store, is down (5xx). Nobody has been signed out by that
 * - `foreign`: the answer was made for another request; a cache between page and BFF keeps answers
 * - `unreadable`: the answer is not one of the BFF
 * - `refused`: the BFF will not (403, 429 …): `error.code` says why, `error.retryAfter` until when
 */
export type Why = 'offline' | 'unreachable' | 'unavailable' | 'foreign' | 'unreadable' | 'refused'

/** What a hook gives when the answer is not there. That is never "signed out". */
export interface Failed {
  /** Tells it apart from the other states of a hook. */
  state: 'failed'
  /** In a word, for the page's text. */
  why: Why
  /** A `ProblemError` or a `NoAnswerError`. */
  error: Error
  /** Asks again, now. Never throws. */
  retry: () => void
}

/**
 * @param query one without data: what went wrong with it, undefined while it is under way. One that
 *   waits for a connection has no error yet
 */
export function failureOf(query: Pick<UseQueryResult, 'error' | 'fetchStatus' | 'refetch'>) {
  const { error, fetchStatus, refetch } = query
  const paused = fetchStatus === 'paused' ? new NoAnswerError('network') : undefined
  const failure = error ?? paused
  if (failure === undefined) return undefined
  const retry = () => void refetch()
  return { state: 'failed', why: whyOf(failure), error: failure, retry } satisfies Failed
}

function whyOf(error: Error): Why {
  if (error instanceof ProblemError) return error.status >= 500 ? 'unavailable' : 'refused'
  if (!(error instanceof NoAnswerError)) return 'unreadable'
  if ((error.status ?? 0) >= 500) return 'unavailable'
  if (error.reason !== 'network' && error.reason !== 'timeout') return error.reason
  return navigator.onLine && onlineManager.isOnline() ? 'unreachable' : 'offline'
}

/** True when the BFF says that nobody is signed in, or no longer. */
export function isSignedOut(error: Error | null): error is ProblemError {
  return error instanceof ProblemError && /^session_(required|expired)$/.test(error.code)
}

/**
 * When a query is asked again by itself: once, and only for a failure that may be over by now. A
 * refusal stays one however often it is asked for. All is said, so that it holds whatever the
 * defaults of the app's own `QueryClient` are: user info that is asked for again and again would
 * keep a session alive that nobody uses.
 */
export const patience = {
  retry: (failures: number, error: Error) => failures < 1 && passing(error),
  retryDelay: 500,
  refetchOnMount: true,
  refetchOnReconnect: true,
  refetchInterval: false,
} as const

function passing(error: Error): boolean {
  return !['foreign', 'unreadable', 'refused'].includes(whyOf(error))
}
