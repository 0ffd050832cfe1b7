import { headers, Problem } from '@sgid-login/shared'
import * as z from 'zod/mini'
import { NoAnswerError, ProblemError } from './failure.ts'

type Options = {
  method?: 'GET' | 'POST'
  signal?: AbortSignal
  /** Milliseconds until the whole answer must be here. */
  timeout?: number
}

/**
 * An answer of the BFF, in the shape that both sides agreed on.
 *
 * @throws {ProblemError} when the BFF refuses
 * @throws {NoAnswerError} when there is nothing that could be used as an answer
 */
export async function request<Schema extends z.ZodMiniType>(
  path: string,
  schema: Schema,
  { method = 'GET', signal, timeout = 10_000 }: Options = {},
): Promise<z.output<Schema>> {
  const echo = randomTag()
  const deadline = within(timeout, signal)
  try {
    const response = await fetch(path, {
      method,
      headers: { Accept: 'application/json', [headers.csrf]: '1', [headers.echo]: echo },
      credentials: 'same-origin',
      cache: 'no-store',
      redirect: 'error',
      signal: deadline.signal,
    })
    const body: unknown = await response.json().catch(absent)
    if (!response.ok) throw refusal(response.status, body)
    // An answer out of a cache was made for somebody else's request and repeats somebody else's tag.
    if (method === 'GET' && response.headers.get(headers.echo) !== echo)
      throw new NoAnswerError('foreign')
    const answer = z.safeParse(schema, body)
    if (!answer.success) throw new NoAnswerError('unreadable')
    return answer.data
  } catch (error) {
    throw deadline.passed() ? new NoAnswerError('timeout', { cause: error }) : named(error)
  } finally {
    deadline.end()
  }
}

function refusal(status: number, body: unknown): Error {
  const problem = z.safeParse(Problem, body)
  if (!problem.success) return new NoAnswerError('unreadable', { status })
  return new ProblemError(problem.data)
}

function named(error: unknown): unknown {
  // fetch rejects with a TypeError for everything between here and the first byte of an answer.
  return error instanceof TypeError ? new NoAnswerError('network', { cause: error }) : error
}

/** A body that is not JSON is as good as none; one that broke off is a network failure. */
function absent(error: unknown): undefined {
  if (!(error instanceof SyntaxError)) throw error
}

/** `AbortSignal.any` would do, but the oldest browsers that we support do not have it. */
function within(timeout: number, signal: AbortSignal | undefined) {
  const controller = new AbortController()
  const abort = () => controller.abort(signal?.reason)
  let passed = false
  const timer = setTimeout(() => {
    passed = true
    controller.abort()
  }, timeout)
  if (signal?.aborted) abort()
  signal?.addEventListener('abort', abort)
  return {
    signal: controller.signal,
    passed: () => passed,
    end: () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', abort)
    },
  }
}

/** 128 random bits. Not `randomUUID`, which plain http does not have. */
function randomTag(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
