/**
 * As the standard `fetch`, but it follows no redirect: each answer is the caller's to look at.
 *
 * @param input an absolute URL, or a request
 * @param init what the standard `fetch` takes beside a URL
 * @returns the answer
 * @throws {TypeError} `fetch failed`, for a connection that is cut; the signal's reason when
 * aborted
 * @see https://fetch.spec.whatwg.org/#fetch-method
 */
export type Fetch = (input: Request | URL | string, init?: RequestInit) => Promise<Response>

/** The peer closed the connection without an answer. */
export class ConnectionCut extends Error {
  override readonly name = 'ConnectionCut'
}

/** Makes a request handler behave as `fetch` does over a network. */
export function inProcessFetch(handle: (request: Request) => Promise<Response>): Fetch {
  return async (input, init) => {
    const request =
      input instanceof Request && init === undefined ? input : new Request(input, init)
    // A request's signal follows its caller's only while the request is there, and Node drops it.
    init?.signal?.addEventListener('abort', () => request, { once: true })
    const response = await orAborted(handle(request), request.signal).catch((error: unknown) => {
      throw error instanceof ConnectionCut ? new TypeError('fetch failed', { cause: error }) : error
    })
    if (request.redirect === 'error' && response.headers.has('location'))
      throw new TypeError('fetch failed', { cause: new Error('unexpected redirect') })
    return response
  }
}

function orAborted(work: Promise<Response>, signal: AbortSignal): Promise<Response> {
  return new Promise((resolve, reject) => {
    work.then(resolve, reject)
    if (signal.aborted) reject(signal.reason)
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}
