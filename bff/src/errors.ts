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

/** A body that is not what an address takes, with each field that is wrong and why. */
export class InvalidInput extends BffError {
  readonly fields: Record<string, string>

  /** @param fields are told to the browser: names and reasons, no values. They are never logged */
  constructor(message: string, fields: Record<string, string> = {}) {
    super('invalid_input', message)
    this.fields = fields
  }
}
