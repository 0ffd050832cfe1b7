import { Agent as HttpAgent, request as http, type IncomingMessage } from 'node:http'
import { Agent as HttpsAgent, request as https } from 'node:https'
import { urlToHttpOptions } from 'node:url'
import { BffError } from '../errors.ts'
import { together } from '../node-together.ts'
import { type Fetch, type Party, type Reply, sgid } from './exchange.ts'

/**
 * Connections at once; whoever finds all in use waits for one. An idle one is dropped (milliseconds)
 * before a server would: most keep it for 5 seconds or longer, and a request that is sent while the
 * other side hangs up is lost.
 */
const pool = { keepAlive: true, maxSockets: 256, timeout: 4000 }

const later = together((settle: () => void) => settle())

const unanswered = new Error('the connection ended without an answer')

/**
 * `fetch` over node:http for one origin, with a bound on its connections. It never sends a request
 * twice, follows no redirect and asks for no content encoding. TLS is checked whatever
 * `NODE_TLS_REJECT_UNAUTHORIZED` says; `NODE_EXTRA_CA_CERTS` adds an authority.
 *
 * @throws {TypeError} for any other origin, and for a body that is neither a form nor text;
 * {@link BffError} `idp_bad_response`, or the party's own code, for an encoded body and for a status
 * that is none of HTTP; what the connection or the signal says otherwise
 */
export function createNodeFetch(origin: string, party: Party = sgid): Fetch {
  const secure = new URL(origin).protocol === 'https:'
  const agent = secure ? new HttpsAgent({ ...pool, rejectUnauthorized: true }) : new HttpAgent(pool)
  const send = secure ? https : http
  const there = { ...urlToHttpOptions(new URL(origin)), agent }

  return async (url, { method = 'GET', headers, body, signal }) => {
    const path = url.slice(origin.length)
    if (!url.startsWith(origin) || !/^(?:\/|$)/.test(path)) {
      throw new TypeError('only for its own origin')
    }
    if (body && typeof body !== 'string' && !(body instanceof URLSearchParams)) {
      throw new TypeError('a body must be a form or text')
    }
    signal?.throwIfAborted()
    const text = body?.toString()
    const sent: Record<string, string | number> = { 'Accept-Encoding': 'identity', ...headers }
    // Of a DELETE node:http says no length, and the server would read its body as a request.
    if (text !== undefined) sent['Content-Length'] = Buffer.byteLength(text)
    const request = send({ ...there, path, method, headers: sent })
    return new Promise((resolve, reject) => {
      // While a request waits for a connection, it does not say that it was given up.
      const stop = () => {
        reject(signal?.reason)
        request.destroy()
      }
      signal?.addEventListener('abort', stop)
      // After an answer this says nothing; before one, a change of protocol for example.
      request.on('close', () => {
        signal?.removeEventListener('abort', stop)
        later(() => reject(unanswered))
      })
      // In its turn, for the answer may be waiting for its own.
      request.on('error', (error) => later(() => reject(error)))
      request.on('response', (message) => {
        try {
          const answer = reply(message, party)
          later(() => resolve(answer))
        } catch (error) {
          request.destroy()
          reject(error)
        }
      })
      request.end(text)
    })
  }
}

function reply(message: IncomingMessage, { name, badResponse }: Party): Reply {
  const { statusCode: status = 0, rawHeaders } = message
  if (status > 599) {
    throw new BffError(badResponse, `${name} answered with a status that is none`)
  }
  const encoding = message.headers['content-encoding'] ?? 'identity'
  if (encoding.toLowerCase() !== 'identity') {
    throw new BffError(badResponse, `${name} sent an encoded body, which nobody asked for`)
  }
  const values = (name: string) =>
    rawHeaders.filter((_value, i) => i % 2 === 1 && rawHeaders[i - 1]?.toLowerCase() === name)
  return {
    status,
    type: 'default',
    headers: { get: (name) => values(name).join(', ') || null },
    body: Object.assign(message, { cancel: async () => void message.destroy() }),
  }
}
