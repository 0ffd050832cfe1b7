import type { Pool } from 'undici'
import { BffError } from '../errors.ts'
import { type Call, type Fetch, type Party, type Reply, sgid } from './exchange.ts'

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

  return async (url, call) => {
    const path = url.slice(origin.length)
    if (!url.startsWith(origin) || !/^(?:\/|$)/.test(path)) {
      throw new TypeError('only for its own origin')
    }
    pool ??= open(origin)
    return send(await pool, path || '/', call, party)
  }
}

/** Reads the library when somebody first needs it: a start does not wait for that. */
async function open(origin: string): Promise<Pool> {
  const { Pool } = await import('undici')
  return new Pool(origin, options)
}

/** By callbacks: a stream of undici's for each answer leaves five kilobytes of memory behind. */
function send(pool: Pool, path: string, call: Call, party: Party): Promise<Reply> {
  const { method = 'GET', headers, body = null, signal } = call
  const sent = { 'Accept-Encoding': 'identity', ...headers }
  return new Promise((resolve, reject) => {
    // Until it has a connection there is nothing to stop: it is dropped when its turn comes.
    let stop: (why: Error) => void = reject
    const giveUp = () => stop(signal?.reason)
    if (signal?.aborted) return giveUp()
    signal?.addEventListener('abort', giveUp)
    const content = createContent((why) => stop(why))
    const end = (error?: Error) => {
      signal?.removeEventListener('abort', giveUp)
      content.end(error)
      if (error) reject(error)
    }
    pool.dispatch(
      { path, method, headers: sent, body: body?.toString() ?? null },
      {
        onRequestStart(controller) {
          stop = (why) => controller.abort(why)
          if (signal?.aborted) giveUp()
        },
        onResponseStart(controller, status, received) {
          // 102 and 103 come before the answer.
          if (status < 200) return
          try {
            resolve(reply(status, received, content.body, party))
          } catch (error) {
            reject(error)
            controller.abort(unread)
          }
        },
        onResponseData: (_controller, chunk) => content.add(chunk),
        onResponseEnd: () => end(),
        onResponseError: (_controller, error) => end(error),
      },
    )
  })
}

const unread = new Error('the rest of the answer is not read')

/** What has come of a body, for one reader, who is told when there is more. */
function createContent(stop: (why: Error) => void) {
  const chunks: Uint8Array[] = []
  let over = false
  let failure: Error | undefined
  let more: () => void = () => undefined

  async function* read() {
    try {
      for (;;) {
        const chunk = chunks.shift()
        if (chunk) yield chunk
        else if (failure) throw failure
        else if (over) return
        else await new Promise<void>((resolve) => (more = resolve))
      }
    } finally {
      // Who leaves early has seen enough.
      if (!over) stop(unread)
    }
  }

  return {
    add(chunk: Uint8Array) {
      chunks.push(chunk)
      more()
    },
    end(error?: Error) {
      over = true
      failure = error
      more()
    },
    body: {
      [Symbol.asyncIterator]: read,
      cancel: async () => {
        if (!over) stop(unread)
      },
    },
  }
}

function reply(
  status: number,
  headers: Record<string, string | string[] | undefined>,
  body: Reply['body'],
  { name, badResponse }: Party,
): Reply {
  const value = (name: string) => [headers[name] ?? []].flat().join(', ') || null
  if (status > 599) {
    throw new BffError(badResponse, `${name} answered with a status that is none`)
  }
  const encoding = value('content-encoding') ?? 'identity'
  if (encoding.toLowerCase() !== 'identity') {
    throw new BffError(badResponse, `${name} sent an encoded body, which nobody asked for`)
  }
  return { status, type: 'default', headers: { get: value }, body }
}
