import { headers } from '@sgid-login/shared/paths'
import { type Is, isProblem } from './answers.ts'
import { NoAnswerError, ProblemError } from './failure.ts'

/** How to ask. */
export interface RequestOptions {
  /** `GET` if nothing is said. */
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Sent as JSON. */
  body?: unknown
  /** Ends the request: react-query gives one to each `queryFn`. */
  signal?: AbortSignal
  /** Milliseconds until the whole answer must be here: 10,000 if nothing is said. */
  timeout?: number
}

/**
 * An answer of the BFF, for routes of your own under `/api` too: it carries what the BFF asks of
 * each call, and knows an answer that was made for somebody else.
 *
 * @param path on the page's own origin, with its query: `/api/grants?year=2026`
 * @param is the shape that the answer must have
 * @param options the method, a body, and how long to wait
 * @returns the body of the answer
 * @throws {ProblemError} when the BFF refuses: `code` says why
 * @throws {NoAnswerError} when there is nothing that could be used as an answer
 */
export async function request<Shape>(
  path: string,
  is: Is<Shape>,
  { method = 'GET', body: sent, signal, timeout = 10_000 }: RequestOptions = {},
): Promise<Shape> {
  const echo = randomTag()
  const deadline = within(timeout, signal)
  try {
    const response = await fetch(path, {
      method,
      headers: {
        Accept: 'application/json',
        [headers.csrf]: '1',
        [headers.echo]: echo,
        ...(sent !== undefined && { 'Content-Type': 'application/json' }),
      },
      ...(sent !== undefined && { body: JSON.stringify(sent) }),
      credentials: 'same-origin',
      cache: 'no-store',
      redirect: 'error',
      signal: deadline.signal,
    })
    const body: unknown = await response.json().catch(absent)
    if (!response.ok) throw refusal(response.status, body)
    // An answer out of a cache was made for somebody else's request and repeats somebody else's tag.
    if (response.headers.get(headers.echo) !== echo) throw new NoAnswerError('foreign')
    if (!is(body)) throw new NoAnswerError('unreadable')
    return body
  } catch (error) {
    throw deadline.passed() ? new NoAnswerError('timeout', { cause: error }) : named(error)
  } finally {
    deadline.end()
  }
}

function refusal(status: number, body: unknown): Error {
  return isProblem(body) ? new ProblemError(body) : new NoAnswerError('unreadable', { status })
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
