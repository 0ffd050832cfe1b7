import { Agent as HttpAgent, request as http, type IncomingMessage } from 'node:http'
import { Agent as HttpsAgent, request as https } from 'node:https'
import { isIP } from 'node:net'
import { text } from 'node:stream/consumers'
import { TLSSocket } from 'node:tls'
import type { Answer, Ask } from './site.ts'

/** Milliseconds for one answer, */
const patience = 8000
/** and connections at once: a live site shall not notice. */
const pool = { keepAlive: true, maxSockets: 6 }

/**
 * Requests to one origin, sent as they are: any `Host`, no redirect followed, nothing decoded,
 * nothing sent twice. TLS is checked as browsers do; `NODE_EXTRA_CA_CERTS` adds an authority.
 */
export function createAsk(origin: string): Ask {
  const { protocol, hostname, port, host } = new URL(origin)
  const secure = protocol === 'https:'
  const bare = hostname.replace(/^\[|\]$/g, '')
  const to = { hostname: bare, port: port || (secure ? 443 : 80) }
  const agent = secure ? new HttpsAgent({ ...pool, rejectUnauthorized: true }) : new HttpAgent(pool)
  // Otherwise a forged Host would be the name that a certificate is asked for.
  const servername = isIP(bare) ? '' : bare
  const send = secure ? https : http

  return (path, { method = 'GET', headers = {}, body } = {}) =>
    new Promise((resolve, reject) => {
      const sent = { Host: host, Accept: '*/*', 'User-Agent': 'sgid-login-doctor', ...headers }
      const signal = AbortSignal.timeout(patience)
      const late = new Error(`no answer within ${patience / 1000} s`)
      const fail = (error: unknown) => reject(signal.aborted ? late : error)
      const options = { ...to, agent, servername, method, path, headers: sent, signal }
      send(options, (message) => void answer(message).then(resolve, fail))
        .on('error', fail)
        .end(body)
    })
}

async function answer(message: IncomingMessage): Promise<Answer> {
  const { statusCode: status = 0, rawHeaders, socket } = message
  const headers = new Headers()
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    headers.append(rawHeaders[i] ?? '', latin1(rawHeaders[i + 1] ?? ''))
  }
  const until = socket instanceof TLSSocket ? socket.getPeerCertificate().valid_to : undefined
  const certifiedUntil = until === undefined ? undefined : new Date(until)
  return { status, headers, body: await text(message), certifiedUntil }
}

/** What `Headers` takes: a server may send bytes that are none of HTTP's. */
function latin1(value: string): string {
  return value.replaceAll(/[^\t\x20-\x7e\x80-\xff]/g, '?')
}
