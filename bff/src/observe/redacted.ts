/** What is a person's, in a wrapping that no log line, error text or JSON opens by accident. */
export interface Redacted<T> {
  /**
   * For the few who pass it on to the person, or into a sealed record. Never throws.
   *
   * @returns what was wrapped
   */
  reveal(): T
}

/**
 * Wraps a value. What prints it, JSON and templates too, prints `[redacted]`. Never throws.
 *
 * @param value what is a person's
 * @returns the wrapping, which alone gives it out again
 */
export function redacted<T>(value: T): Redacted<T> {
  const text = () => '[redacted]'
  return {
    reveal: () => value,
    // What templates, JSON and Node's console and pino ask for.
    ...{ toString: text, toJSON: text, [Symbol.for('nodejs.util.inspect.custom')]: text },
  }
}
