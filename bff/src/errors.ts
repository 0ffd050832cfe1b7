import type { ProblemCode } from '@sgid-login/shared'

/** A failure that we expect and have a name for. Anything else that is thrown is a bug. */
export class BffError extends Error {
  override readonly name = 'BffError'
  readonly code: ProblemCode

  /** @param message for the log, in our own words and without a value of anybody's */
  constructor(code: ProblemCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
