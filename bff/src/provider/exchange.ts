import { BffError } from '../errors.ts'

export type Fetch = (url: string, init: RequestInit) => Promise<Reply>

/** What is read of an answer. Every `Response` has it; to make one costs Node half a call. */
export interface Reply {
  status: number
  type: Response['type']
  headers: { get(name: string): string | null }
  body: (AsyncIterable<Uint8Array> & { cancel(): Promise<void> }) | null
}

export interface Budget {
  /** From the first byte sent to the last one read. */
  seconds: number
  /** Of the body; the rest is not read. */
  bytes: number
}

export interface Answer {
  status: number
  /** The media type without parameters, in lower case. */
  type: string
  text: string
}

/** No answer, a late one, or one that says no more than that the provider has failed. */
class Unanswered extends BffError {
  constructor(message: string, options?: ErrorOptions) {
    super('idp_unavailable', message, options)
  }
}

/**
 * One request to the provider. It follows no redirect, ends within its budget and reads no more
 * than that.
 *
 * @throws {BffError} `idp_unavailable` for no answer, a late one, 429 and 5xx; `idp_bad_response`
 * for a redirect, a body over budget or one that is not UTF-8
 */
export async function exchange(
  fetch: Fetch,
  url: string,
  init: RequestInit,
  { seconds, bytes }: Budget,
): Promise<Answer> {
  return within(seconds, (signal) => answer(fetch, url, { ...init, signal }, bytes), init.signal)
}

async function answer(
  fetch: Fetch,
  url: string,
  init: RequestInit & { signal: AbortSignal },
  bytes: number,
): Promise<Answer> {
  const { signal } = init
  try {
    signal.throwIfAborted()
    const response = await until(signal, fetch(url, { ...init, redirect: 'manual' }))
    const { status } = response
    if (status === 429 || status >= 500) {
      await response.body?.cancel()
      const message = `sgID answered ${status}`
      throw status === 429 ? new BffError('idp_unavailable', message) : new Unanswered(message)
    }
    if (response.type === 'opaqueredirect' || (status >= 300 && status < 400)) {
      await response.body?.cancel()
      throw new BffError('idp_bad_response', 'sgID answered with a redirect')
    }
    const text = await until(signal, readText(response, bytes))
    const type = response.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() ?? ''
    return { status, type, text }
  } catch (cause) {
    if (cause instanceof BffError) throw cause
    const why = signal.aborted ? 'sgID did not answer in time' : 'sgID could not be reached'
    throw new Unanswered(why, { cause })
  }
}

/**
 * An {@link exchange} that is begun a second time when the first has no answer. Only for requests
 * that change nothing: a code may be spent although nobody heard so.
 *
 * @param init its signal ends both
 */
export async function exchangeTwice(
  fetch: Fetch,
  url: string,
  init: RequestInit & { signal: AbortSignal },
  budget: Budget,
): Promise<Answer> {
  try {
    return await exchange(fetch, url, init, budget)
  } catch (error) {
    if (!(error instanceof Unanswered)) throw error
    return exchange(fetch, url, init, budget)
  }
}

/**
 * Work with a signal that tells when its time is over, or that of the work around it. Unlike
 * `AbortSignal.timeout` it keeps nothing in memory when the work has ended before.
 */
export async function within<T>(
  seconds: number,
  work: (signal: AbortSignal) => Promise<T>,
  outer?: AbortSignal | null,
): Promise<T> {
  const controller = new AbortController()
  const stop = () => controller.abort()
  const timer = setTimeout(stop, seconds * 1000)
  outer?.addEventListener('abort', stop)
  if (outer?.aborted) stop()
  try {
    return await work(controller.signal)
  } finally {
    clearTimeout(timer)
    outer?.removeEventListener('abort', stop)
  }
}

/** The promise, or a rejection as soon as the signal says so, whatever the promise listens to. */
function until<T>(signal: AbortSignal, promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason)
    if (signal.aborted) stop()
    signal.addEventListener('abort', stop, { once: true })
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop))
  })
}

async function readText(response: Reply, limit: number): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.length
    // Leaving the loop cancels the rest of the body.
    if (size > limit) throw new BffError('idp_bad_response', `sgID sent more than ${limit} bytes`)
    chunks.push(chunk)
  }
  const bytes = new Uint8Array(size)
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.length
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new BffError('idp_bad_response', 'sgID sent text that is not UTF-8')
  }
}

/** @throws {BffError} `idp_bad_response` */
export function parseJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // The parser's message quotes the text: it is not kept as the cause.
    throw new BffError('idp_bad_response', `${what} is not JSON`)
  }
}
