import { createServer, type Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { getRequestListener } from '@hono/node-server'

type Fetch = (request: Request) => Response | Promise<Response>

/** Milliseconds and bytes that a request may take before any of our code sees it. */
const limits = { headersTimeout: 10_000, requestTimeout: 30_000, maxHeaderSize: 16 * 1024 }

/**
 * An HTTP server that answers on a port.
 *
 * @param port 0 for any that is free
 * @throws {Error} with the setting to change when the port cannot be had
 */
export function listen(
  fetch: Fetch,
  at: { setting: string; host: string; port: number },
): Promise<Server> {
  const server = createServer(limits, getRequestListener(fetch))
  server.on('clientError', refuse)
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(explain(error, at)))
    server.listen(at.port, at.host, () => resolve(server))
  })
}

/** Resolves when no request is left, or when the grace (milliseconds) is over. */
export function close(server: Server, grace: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), grace)
    server.close(() => {
      clearTimeout(timer)
      resolve()
    })
    server.closeIdleConnections()
  })
}

function explain(error: NodeJS.ErrnoException, at: { setting: string; port: number }): Error {
  const { setting, port } = at
  if (error.code === 'EADDRINUSE') {
    return new Error(`${setting} ${port} is in use: stop what uses it, or set ${setting}`)
  }
  if (error.code === 'EACCES')
    return new Error(`${setting} ${port} needs more rights: choose 1024 or above`)
  return error
}

const tooLarge =
  'Your browser sent more than this site can take, mostly cookies. Delete the cookies of this site and try again.\n'
const malformed = 'The request was not HTTP that this site understands.\n'

/** What the parser refuses never becomes a request: this is the one answer it gets. */
function refuse(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (!socket.writable) return void socket.destroy()
  const large = error.code === 'HPE_HEADER_OVERFLOW'
  const status = large ? '431 Request Header Fields Too Large' : '400 Bad Request'
  const text = large ? tooLarge : malformed
  socket.end(
    `HTTP/1.1 ${status}\r\nConnection: close\r\nCache-Control: no-store\r\n` +
      `Content-Type: text/plain; charset=utf-8\r\nContent-Length: ${text.length}\r\n\r\n${text}`,
  )
}
