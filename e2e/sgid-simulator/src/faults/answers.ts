import { ConnectionCut } from '../fetch.ts'

/** A fault that answers in place of an endpoint, before the endpoint has looked at the request. */
export interface AnswerFault {
  readonly about: string
  readonly legal?: true
  /** @returns undefined: the endpoint answers after all */
  answer(request: Request): Promise<Response | undefined> | Response | undefined
}

/** Milliseconds. */
const slowness = 6000

/** Where redirecting faults point: a name that no resolver knows (RFC 2606). */
export const elsewhere = 'https://elsewhere.example'

/** Whoever has gone by then is not answered: that would use up a fault that is meant for the next request. */
export function slow({ signal }: Request): Promise<undefined> {
  return new Promise((resolve) => {
    setTimeout(() => signal.aborted || resolve(undefined), slowness)
  })
}

export function hang(): Promise<never> {
  return new Promise(() => {})
}

export function cut(): never {
  throw new ConnectionCut('the simulator cut the connection')
}

/** Sends headers and the beginning of a body, and then nothing more. */
export function stall(request: Request): Response {
  const body = new ReadableStream({
    start(stream) {
      stream.enqueue(new TextEncoder().encode('{"'))
      const { signal } = request
      // A moment later, when a server has cancelled the stream of a client that went away.
      signal.addEventListener('abort', () => setImmediate(() => stream.error(signal.reason)))
    },
  })
  return new Response(body, { headers: { 'Content-Type': 'application/json' } })
}

export function redirect(): Response {
  return new Response(null, { status: 302, headers: { Location: `${elsewhere}/` } })
}

/** Two mebibytes of JSON that is otherwise nothing special. */
export function huge(): Response {
  return Response.json({ padding: 'x'.repeat(2 * 1024 * 1024) })
}

export function page(status: number): Response {
  const body = `<!doctype html><title>sgID</title><h1>Something else than JSON (${status})</h1>`
  return new Response(body, { status, headers: { 'Content-Type': 'text/html; charset=utf-8' } })
}

export function failure(status: number, message: string, headers = {}): Response {
  return Response.json({ message }, { status, headers })
}
