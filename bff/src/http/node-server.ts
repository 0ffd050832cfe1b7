import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
  STATUS_CODES,
} from 'node:http'
import type { Duplex } from 'node:stream'
import { getRequestListener, RequestError } from '@hono/node-server'
import { together } from '../node-together.ts'
import { dynamicHeaders } from './answer.ts'

export type Fetch = (
  request: Request,
  env: { incoming: Pick<IncomingMessage, 'socket' | 'headers'> },
) => Response | Promise<Response>

/** What a connection may take before, between and after the requests that our code sees. */
export const limits = {
  /** Milliseconds until the last header is here, and until the last byte of the body is. */
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  /** Milliseconds between two looks for who is over them. */
  connectionsCheckingInterval: 1000,
  /** Milliseconds in which a reader of our answer takes nothing, or a writer gives nothing. */
  timeout: 30_000,
  /** Milliseconds without a request. Longer than the minute for which load balancers keep theirs. */
  keepAliveTimeout: 65_000,
  /** Bytes. */
  maxHeaderSize: 16 * 1024,
  /** Beyond it a connection is closed at once: files, sgID and the store need some too. */
  maxConnections: 10_000,
  /** We look ourselves: Node's own answer would lack our headers. */
  requireHostHeader: false,
}

/**
 * An HTTP server that answers on a port.
 *
 * @param port 0 for any that is free
 * @throws {Error} with the setting to change when the port cannot be had
 */
export function listen(
  fetch: Fetch,
  at: { setting: string; host: string; port: number },
  changed: Partial<typeof limits> = {},
): Promise<Server> {
  const { timeout, maxConnections, ...options } = { ...limits, ...changed }
  const answers = new WeakMap<Duplex, ServerResponse>()
  const refuse = (socket: Duplex, status: Status) => {
    const answer = answers.get(socket)
    // Part of an answer is on its way already: another one would be read as its end.
    const begun = answer?.headersSent && !answer.writableFinished
    if (begun) socket.destroy()
    else explain(socket, status)
  }
  const answer = getRequestListener(fetch, { errorHandler: failed })
  const answerLater = together((request: Parameters<typeof answer>) => answer(...request))
  const server = createServer(options, (incoming, outgoing) => {
    // After a refusal nothing of the connection counts, whatever was sent along.
    if (!incoming.socket.writable) return
    if (!unambiguous(incoming)) return refuse(incoming.socket, 400)
    answers.set(incoming.socket, outgoing)
    answerLater([incoming, outgoing])
  })
  server.timeout = timeout
  server.maxConnections = maxConnections
  server.on('checkExpectation', ({ socket }) => refuse(socket, 417))
  server.on('connect', (_incoming, socket) => refuse(socket, 405))
  server.on('clientError', (error: NodeJS.ErrnoException, socket) =>
    refuse(socket, statusOf[error.code ?? ''] ?? 400),
  )
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(withAdvice(error, at)))
    server.listen(at.port, at.host, () => resolve(server))
  })
}

/** Resolves when no request is left, or when the grace (milliseconds) is over. */
export function close(server: Server, grace: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), grace)
    // A proxy goes on using the connections it has, and would for as long as somebody signs in.
    server.prependListener('request', (_incoming, outgoing) => {
      outgoing.setHeader('Connection', 'close')
    })
    const sweep = setInterval(() => server.closeIdleConnections(), 100)
    server.close(() => {
      clearTimeout(timer)
      clearInterval(sweep)
      resolve()
    })
    server.closeIdleConnections()
  })
}

function withAdvice(error: NodeJS.ErrnoException, at: { setting: string; port: number }): Error {
  const { setting, port } = at
  if (error.code === 'EADDRINUSE') {
    return new Error(`${setting} ${port} is in use: stop what uses it, or set ${setting}`)
  }
  if (error.code === 'EACCES')
    return new Error(`${setting} ${port} needs more rights: choose 1024 or above`)
  return error
}

/**
 * Whether everybody reads the same in a request: one Host, a body whose end is plain, and a path
 * without dot segments, empty ones, backslashes, a fragment, or letters and digits that are encoded
 * for no reason. A cache in front of us could take any of these for another page.
 *
 * @see RFC 9112 §3.2 (a second Host is answered 400), §6.3; RFC 3986 §6.2.2
 */
function unambiguous({ url = '', headers, rawHeaders }: IncomingMessage): boolean {
  const [path = ''] = url.replace(/^https?:\/\/[^/?#@]*/i, '').split('?')
  const segments = /\\|\/\/|\/\.{1,2}(?:\/|$)/.test(path.replaceAll(/%2e/gi, '.'))
  const letters = /%(?:3\d|[46][1-9a-f]|[57][\da])/i.test(path)
  // Node joins what several lines of it hold; of several Hosts it keeps the first.
  const framed = (headers['transfer-encoding'] ?? 'chunked').toLowerCase() === 'chunked'
  const plain = (path === '' || path.startsWith('/')) && !segments && !letters && !url.includes('#')
  return plain && lines(rawHeaders, 'host') === 1 && framed
}

/** How often a header is given. */
function lines(rawHeaders: string[], name: string): number {
  let count = 0
  for (let i = 0; i < rawHeaders.length; i += 2) if (named(rawHeaders[i] ?? '', name)) count++
  return count
}

function named(header: string, name: string): boolean {
  return header.length === name.length && header.toLowerCase() === name
}

const texts = {
  400: 'The request was not HTTP that this site understands.\n',
  405: 'This site is no proxy.\n',
  408: 'The request took too long to arrive.\n',
  417: 'This site meets no other expectation than 100-continue.\n',
  431: 'Your browser sent more than this site can take, mostly cookies. Delete the cookies of this site and try again.\n',
  500: 'Something went wrong on our side.\n',
} as const
type Status = keyof typeof texts

const statusOf: Record<string, Status> = {
  HPE_HEADER_OVERFLOW: 431,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
}

const headers = {
  ...dynamicHeaders,
  Connection: 'close',
  'Content-Type': 'text/plain; charset=utf-8',
}

function failed(error: unknown): Response {
  const status = error instanceof RequestError ? 400 : 500
  return new Response(texts[status], { status, headers })
}

/** Milliseconds for a client to read why, before its connection is closed under it. */
const lingering = 2000

/** The answer to what never becomes a request of the application. */
function explain(socket: Duplex, status: Status): void {
  const text = texts[status]
  const lines = Object.entries({ ...headers, 'Content-Length': text.length })
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')
  socket.on('error', () => undefined)
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${head}\r\n${text}`)
  const timer = setTimeout(() => socket.destroy(), lingering)
  socket.once('close', () => clearTimeout(timer))
}
