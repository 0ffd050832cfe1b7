import type { ProblemCode } from '@sgid-login/shared'
import { BffError } from '../errors.ts'

/**
 * Sends one request, without following a redirect. `fetch` of every runtime is one.
 *
 * @param url an absolute URL
 * @param call what is sent
 * @returns the answer, when its status and headers are there; the body streams
 * @throws {Error} whatever the runtime throws when nobody answers, or the signal's reason
 * @see https://fetch.spec.whatwg.org/#fetch-method
 */
export type Fetch = (url: string, call: Call) => Promise<Reply>

/** What is sent. `fetch` takes it as it is. @see https://fetch.spec.whatwg.org/#requestinit */
export interface Call {
  /** The HTTP method: `GET` if nothing is said. */
  method?: string
  /** Name → value. */
  headers?: Record<string, string>
  /** A form, or text such as JSON: `{"amount":1}`. */
  body?: URLSearchParams | string
  /** Ends the call, and the reading of its answer. */
  signal?: AbortSignal
  /** A redirect is an answer like others, and not followed. */
  redirect?: 'manual'
}

/**
 * What is read of an answer. Every `Response` has it; to make one costs Node half a call.
 *
 * @see https://fetch.spec.whatwg.org/#response-class
 */
export interface Reply {
  /** The HTTP status; 0 of a redirect that the runtime hides. */
  status: number
  /** `opaqueredirect` of a redirect that the runtime hides. */
  type: Response['type']
  /** The answer's headers. */
  headers: {
    /**
     * The value of one, by its name; null where it is not there. Must not throw for a name that can
     * be one.
     */
    get: (name: string) => string | null
  }
  /** The answer's bytes, as they come. */
  body:
    | (AsyncIterable<Uint8Array> & {
        /** Says that no more of it is wanted. @throws {TypeError} while it is being read */
        cancel: () => Promise<void>
      })
    | null
}

export interface Budget {
  /** From the first byte sent to the last one read. */
  seconds: number
  /** Of the body; the rest is not read. */
  bytes: number
}

/** Who is asked: what the log calls it, and the codes for no answer and for one of no use. */
export interface Party {
  name: string
  unavailable: ProblemCode
  badResponse: ProblemCode
  /** Whether a status that can have no body is an answer of use. */
  mayBeEmpty: boolean
}

export const sgid: Party = {
  name: 'sgID',
  unavailable: 'idp_unavailable',
  badResponse: 'idp_bad_response',
  mayBeEmpty: false,
}

export interface Answer {
  status: number
  /** The media type without parameters, in lower case. */
  type: string
  text: string
}

/** No answer, a late one, or one that says no more than that the other side has failed. */
class Unanswered extends BffError {}

/**
 * One request to sgID, or to another party. It follows no redirect, ends within its budget and reads no more
 * than that.
 *
 * @throws {BffError} `idp_unavailable` for no answer, a late one, 429 and 5xx; `idp_bad_response`
 * for a redirect, a body over budget or one that is not UTF-8; another party's codes likewise
 */
export async function exchange(
  fetch: Fetch,
  url: string,
  init: Call,
  { seconds, bytes }: Budget,
  party: Party = sgid,
): Promise<Answer> {
  const work = (signal: AbortSignal) => answer(fetch, url, { ...init, signal }, bytes, party)
  return within(seconds, work, init.signal, party)
}

async function answer(
  fetch: Fetch,
  url: string,
  init: Call,
  bytes: number,
  party: Party,
): Promise<Answer> {
  const { name, unavailable, badResponse } = party
  try {
    const response = await fetch(url, { ...init, redirect: 'manual' })
    const { status } = response
    if (status === 429 || status >= 500) {
      await response.body?.cancel()
      const message = `${name} answered ${status}`
      throw new (status === 429 ? BffError : Unanswered)(unavailable, message)
    }
    if (response.type === 'opaqueredirect' || (status >= 300 && status < 400)) {
      await response.body?.cancel()
      throw new BffError(badResponse, `${name} answered with a redirect`)
    }
    if (!party.mayBeEmpty && (status === 204 || status === 205)) {
      throw new BffError(badResponse, `${name} answered with a status that has no body`)
    }
    const text = await readText(response, bytes, party)
    const type = response.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() ?? ''
    return { status, type, text }
  } catch (cause) {
    if (cause instanceof BffError) throw cause
    throw new Unanswered(unavailable, `${name} could not be reached`, { cause })
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
  init: Call & { signal: AbortSignal },
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
 * Work that is given up when its time is over, or that of the work around it, whatever it listens
 * to. Unlike `AbortSignal.timeout` it keeps nothing in memory when the work has ended before.
 *
 * @throws {BffError} `idp_unavailable`, or another party's code
 */
export function within<T>(
  seconds: number,
  work: (signal: AbortSignal) => Promise<T>,
  outer?: AbortSignal | null,
  { name, unavailable }: Party = sgid,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const controller = new AbortController()
    const stop = () => {
      reject(new Unanswered(unavailable, `${name} did not answer in time`))
      controller.abort()
    }
    if (outer?.aborted) return stop()
    const timer = setTimeout(stop, seconds * 1000)
    outer?.addEventListener('abort', stop)
    const end = () => {
      clearTimeout(timer)
      outer?.removeEventListener('abort', stop)
    }
    work(controller.signal).then(resolve, reject).finally(end)
  })
}

async function readText(
  response: Reply,
  limit: number,
  { name, badResponse }: Party,
): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.length
    // Leaving the loop cancels the rest of the body.
    if (size > limit) throw new BffError(badResponse, `${name} sent more than ${limit} bytes`)
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
    throw new BffError(badResponse, `${name} sent text that is not UTF-8`)
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
