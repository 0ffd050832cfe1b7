import { Agent as HttpAgent, request as http, type IncomingMessage } from 'node:http'
import { Agent as HttpsAgent, request as https } from 'node:https'
import { urlToHttpOptions } from 'node:url'
import { BffError } from '../errors.ts'
import type { Fetch, Reply } from './exchange.ts'

/**
 * Connections at once; whoever finds all in use waits for one. An idle one is dropped (milliseconds)
 * before a server would: most keep it for 5 seconds or longer, and a request that is sent while the
 * other side hangs up is lost.
 */
const pool = { keepAlive: true, maxSockets: 256, timeout: 4000 }

const unanswered = new Error('the connection ended without an answer')

/**
 * `fetch` over node:http for one origin, with a bound on its connections. It never sends a request
 * twice, follows no redirect and asks for no content encoding. TLS is checked whatever
 * `NODE_TLS_REJECT_UNAUTHORIZED` says; `NODE_EXTRA_CA_CERTS` adds an authority.
 *
 * @throws {TypeError} for any other origin; {@link BffError} `idp_bad_response` for an encoded body
 * and a status that can have none; what the connection or the signal says otherwise
 */
export function createNodeFetch(origin: string): Fetch {
  const secure = new URL(origin).protocol === 'https:'
  const agent = secure ? new HttpsAgent({ ...pool, rejectUnauthorized: true }) : new HttpAgent(pool)
  const send = secure ? https : http
  const there = { ...urlToHttpOptions(new URL(origin)), agent }

  return async (url, { method = 'GET', headers, body, signal }) => {
    const path = url.slice(origin.length)
    if (!url.startsWith(origin) || !/^(?:\/|$)/.test(path)) {
      throw new TypeError('only for the origin of SGID_HOSTNAME')
    }
    signal?.throwIfAborted()
    const sent = { 'Accept-Encoding': 'identity', ...headers }
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
        reject(unanswered)
      })
      request.on('error', reject)
      request.on('response', (message) => {
        try {
          resolve(reply(message))
        } catch (error) {
          request.destroy()
          reject(error)
        }
      })
      request.end(body?.toString())
    })
  }
}

function reply(message: IncomingMessage): Reply {
  const { statusCode: status = 0, rawHeaders } = message
  if (status > 599 || [204, 205, 304].includes(status)) {
    throw new BffError('idp_bad_response', 'sgID answered with a status that has no body')
  }
  const encoding = message.headers['content-encoding'] ?? 'identity'
  if (encoding.toLowerCase() !== 'identity') {
    throw new BffError('idp_bad_response', 'sgID sent an encoded body, which nobody asked for')
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
