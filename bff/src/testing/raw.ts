import { connect, type Socket } from 'node:net'

/** The port of a server, as Node tells it. */
export function portOf(server: { address(): unknown }): number {
  const at = server.address()
  if (typeof at === 'object' && at && 'port' in at) return Number(at.port)
  throw new Error('listens on no port')
}

/** An answer as it stood on the wire. */
export interface RawAnswer {
  /** 0 when the connection was closed without an answer. */
  status: number
  headers: Headers
  /** What followed the headers: a body, chunks and all, or further answers. */
  rest: string
}

/**
 * Bytes out, bytes in, until the server closes; one character is one byte.
 *
 * @param half says after the text that no more will come
 */
export async function exchange(port: number, text: string, { half = false } = {}) {
  const { socket, closed } = open(port)
  if (half) socket.end(text, 'latin1')
  else socket.write(text, 'latin1')
  return parse(await closed)
}

/** A connection that the caller writes to. `closed` resolves with all that came. */
export function open(port: number): { socket: Socket; closed: Promise<string> } {
  const socket = connect(port, '127.0.0.1')
  let received = ''
  socket.setEncoding('latin1').on('data', (text: string) => {
    received += text
  })
  // Who is cut off while writing reads a reset, which is an end like any other.
  socket.on('error', () => undefined)
  const closed = new Promise<string>((resolve) => {
    socket.on('close', () => resolve(received))
  })
  return { socket, closed }
}

export function parse(text: string): RawAnswer {
  const [head = '', ...rest] = text.split('\r\n\r\n')
  const [first = '', ...lines] = head.split('\r\n')
  const headers = new Headers()
  for (const line of lines) {
    const colon = line.indexOf(':')
    headers.append(line.slice(0, colon), line.slice(colon + 1).trim())
  }
  const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(first)?.[1] ?? 0)
  return { status, headers, rest: rest.join('\r\n\r\n') }
}
