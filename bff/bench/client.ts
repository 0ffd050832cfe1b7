import { connect } from 'node:net'

export interface Answer {
  status: number
  body: string
  /** The first header of a name, in lower case. */
  header(name: string): string
}

/**
 * A connection that sends one request after the other: `send` takes the whole text of one. Far
 * cheaper than node:http, so that it is the server that has to hurry.
 */
export function openConnection(port: number) {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  let waiting: PromiseWithResolvers<Answer> | undefined
  let received: Buffer = Buffer.alloc(0)

  const lose = () => waiting?.reject(new Error('the connection ended without an answer'))
  socket.on('error', lose).on('close', lose)
  socket.on('data', (chunk) => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk])
    const end = received.indexOf('\r\n\r\n')
    if (end < 0) return
    const head = received.toString('latin1', 0, end)
    const header = (name: string) => new RegExp(`^${name}: *([^\r]*)`, 'im').exec(head)?.[1] ?? ''
    const status = Number(head.slice(9, 12))
    // A redirect has no body, and Node says so by a last chunk.
    const chunked = header('transfer-encoding') === 'chunked'
    const length = Number(header('content-length'))
    const total = end + 4 + (chunked ? lastChunk.length : length)
    if (received.length < total) return
    const body = received.toString('utf8', end + 4, total)
    if (chunked && body !== lastChunk) {
      waiting?.reject(new Error('an answer came in chunks'))
      return
    }
    received = received.subarray(total)
    waiting?.resolve({ status, body: chunked ? '' : body, header })
  })

  return {
    send(request: string): Promise<Answer> {
      waiting = Promise.withResolvers()
      socket.write(request)
      return waiting.promise
    },
    close: () => socket.destroy(),
  }
}

export type Connection = ReturnType<typeof openConnection>

const lastChunk = '0\r\n\r\n'

/** One request, with what a browser sends of itself. */
export function request(path: string, headers: Record<string, string>): string {
  const all = { Host: 'localhost', ...browser, ...headers }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`)
  return `GET ${path} HTTP/1.1\r\n${lines.join('')}\r\n`
}

const browser = {
  'User-Agent': 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/156.0.0.0 Safari/537.36',
  Accept: '*/*',
  'Accept-Language': 'en-SG,en;q=0.9',
  'Accept-Encoding': 'gzip, deflate, br',
}

/** What script of our own pages sends with a call. */
export const ownCall = {
  'X-CSRF': '1',
  'Sec-Fetch-Site': 'same-origin',
  'Sec-Fetch-Mode': 'cors',
  'Sec-Fetch-Dest': 'empty',
}

/** What a browser sends with a navigation. */
export const navigation = {
  'Sec-Fetch-Site': 'cross-site',
  'Sec-Fetch-Mode': 'navigate',
  'Sec-Fetch-Dest': 'document',
}
