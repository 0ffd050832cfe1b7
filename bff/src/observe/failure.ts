import type { ProblemCode } from '@sgid-login/shared'
import { BffError } from '../errors.ts'
import type { EventFields, Log } from './events.ts'

/** The problem code of anything that was thrown: what is not a {@link BffError} is a bug. */
export function codeOf(error: unknown): ProblemCode {
  return error instanceof BffError ? error.code : 'internal'
}

/** Logs a failure of a request once: loudly when somebody of ours must act. */
export function logFailure(log: Log, error: unknown, route: string | undefined): void {
  const code = codeOf(error)
  const ours = ['internal', 'idp_rejected_client', 'upstream_bad_response'].includes(code)
  log(ours ? 'request.failed' : 'request.refused', { ...(route && { route }), ...describe(error) })
}

/** What a log line may say of an error. Messages of libraries quote what they read: left out. */
export function describe(error: unknown): EventFields {
  if (error instanceof BffError) {
    const cause = name(error.cause)
    return { code: error.code, reason: error.message, ...(cause && { cause }) }
  }
  const stack = error instanceof Error ? frames(error.stack) : undefined
  return { code: 'internal', cause: name(error) ?? typeof error, ...(stack && { stack }) }
}

function name(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  if (error instanceof AggregateError) return error.errors.map(name).join(', ')
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name
}

/** The stack's frames without its first lines, which hold the message. */
function frames(stack = ''): string {
  return stack
    .split('\n')
    .filter((line) => /^ {4}at /.test(line))
    .map((line) => line.trim())
    .join(' | ')
}
