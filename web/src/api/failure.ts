import type { Problem, ProblemCode } from '@sgid-login/shared'

/** The BFF refused, and said which of its reasons it was. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError'
  readonly code: ProblemCode
  readonly status: number
  /** Stands in the BFF's log line too. */
  readonly ref: string
  /** Seconds to wait before trying again. */
  readonly retryAfter: number | undefined

  constructor(problem: Problem) {
    super(problem.title)
    this.code = problem.code
    this.status = problem.status
    this.ref = problem.ref
    this.retryAfter = problem.retryAfter
  }
}

/**
 * Why there is no answer to use: nobody answered, not in time, with something that is no answer of
 * the BFF, or with an answer that was made for another request.
 */
export type NoAnswer = 'network' | 'timeout' | 'unreadable' | 'foreign'

export class NoAnswerError extends Error {
  override readonly name = 'NoAnswerError'
  readonly reason: NoAnswer
  /** Of the answer that was not used, where there was one. */
  readonly status: number | undefined

  constructor(reason: NoAnswer, options: ErrorOptions & { status?: number } = {}) {
    super(`no answer: ${reason}`, options)
    this.reason = reason
    this.status = options.status
  }
}

/** True for a failure that may be over by now. A refusal stays one however often it is asked for. */
export function passing(error: Error): boolean {
  if (error instanceof ProblemError) return error.status >= 500
  if (!(error instanceof NoAnswerError)) return false
  return error.reason === 'network' || error.reason === 'timeout' || (error.status ?? 0) >= 500
}
