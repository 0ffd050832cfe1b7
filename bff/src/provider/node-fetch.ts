import type { Dispatcher, Pool } from 'undici'
import { BffError } from '../errors.ts'
import { type Fetch, type Party, type Reply, sgid } from './exchange.ts'

/**
 * Connections at once; whoever finds all in use waits for one. An idle one is dropped (milliseconds)
 * before a server would: most keep it for 5 seconds or longer, and a request that is sent while the
 * other side hangs up is lost. How long an answer may take is the caller's to say, by its signal.
 */
const options: Pool.Options = {
  connections: 256,
  keepAliveTimeout: 4000,
  keepAliveMaxTimeout: 4000,
  headersTimeout: 0,
  bodyTimeout: 0,
  allowH2: false,
  connect: { rejectUnauthorized: true },
}

/**
 * `fetch` over an undici pool for one origin, with a bound on its connections. It never sends a
 * request twice, follows no redirect and asks for no content encoding. TLS is checked whatever
 * `NODE_TLS_REJECT_UNAUTHORIZED` says; `NODE_EXTRA_CA_CERTS` adds an authority.
 *
 * @throws {TypeError} for any other origin; {@link BffError} `idp_bad_response`, or the party's own
 * code, for an encoded body and for a status that is none of HTTP; what the connection or the signal
 * says otherwise
 */
export function createNodeFetch(origin: string, party: Party = sgid): Fetch {
  let pool: Promise<Pool> | undefined

  return async (url, { method = 'GET', headers, body, signal }) => {
    const path = url.slice(origin.length)
    if (!url.startsWith(origin) || !/^(?:\/|$)/.test(path)) {
      throw new TypeError('only for its own origin')
    }
    pool ??= open(origin)
    const answer = await (await pool).request({
      path: path || '/',
      method,
      headers: { 'Accept-Encoding': 'identity', ...headers },
      body: body?.toString() ?? null,
      signal: signal ?? null,
    })
    return reply(answer, party)
  }
}

/** Reads the library when somebody first needs it: a start does not wait for that. */
async function open(origin: string): Promise<Pool> {
  const { Pool } = await import('undici')
  return new Pool(origin, options)
}

function reply(answer: Dispatcher.ResponseData, { name, badResponse }: Party): Reply {
  const { statusCode: status, headers, body } = answer
  const value = (name: string) => [headers[name] ?? []].flat().join(', ') || null
  // What is left of the answer goes with its connection; that it is cut short is nobody's news.
  const drop = () => void body.on('error', () => undefined).destroy()
  const unusable = (why: string) => {
    drop()
    return new BffError(badResponse, `${name} ${why}`)
  }
  if (status > 599) throw unusable('answered with a status that is none')
  const encoding = value('content-encoding') ?? 'identity'
  if (encoding.toLowerCase() !== 'identity') {
    throw unusable('sent an encoded body, which nobody asked for')
  }
  return {
    status,
    type: 'default',
    headers: { get: value },
    body: Object.assign(body, { cancel: async () => drop() }),
  }
}
