import type { ProblemCode } from '@sgid-login/shared'

/** A failure that we expect and have a name for. Anything else that is thrown is a bug. */
export class BffError extends Error {
  override readonly name = 'BffError'
  /** What the browser is told, one of a closed list: `store_unavailable`. */
  readonly code: ProblemCode

  /**
   * @param code what the browser is told
   * @param message one line for the log, in our own words and without a value of anybody's
   * @param options the `cause`, which stays in the process: its message may quote input
   */
  constructor(code: ProblemCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** A body that is not what an address takes, with each field that is wrong and why. */
export class InvalidInput extends BffError {
  /** Name of a field → the reason, as the schema's message gives it: `{ email: 'missing' }`. */
  readonly fields: Record<string, string>

  /**
   * @param message one line for the log, as in {@link BffError}
   * @param fields name → reason: they are told to the browser, hold no values, and are never logged
   */
  constructor(message: string, fields: Record<string, string> = {}) {
    super('invalid_input', message)
    this.fields = fields
  }
}
