/** One request to a `/v2/` route, as it arrived, and what became of it. */
export interface AccessLogEntry {
  /** Milliseconds since 1970, by the simulator's clock. */
  readonly time: number
  /** The HTTP method: `POST`. */
  readonly method: string
  /** Without the query: `/v2/oauth/token`. */
  readonly path: string
  /** Name → value; of several with one name the last. */
  readonly query: Record<string, string>
  /** Name → value of the fields of a token request. */
  form?: Record<string, string>
  /** Name in lower case → value: `authorization` and `content-type`, where they were sent. */
  readonly headers: Record<string, string>
  /** The HTTP status; 0 while there is no answer, and for good when the connection was cut. */
  status: number
  /** The `clientId` of who asked, as far as it is known. */
  client?: string
  /** Why the request was refused: `invalid_grant: …`. */
  refused?: string
  /** Names of the faults that changed the answer. */
  readonly faults: string[]
}

const kept = 1000

export function createAccessLog(now: () => number) {
  let entries: AccessLogEntry[] = []

  return {
    open(request: Request): AccessLogEntry {
      const url = new URL(request.url)
      const entry = {
        time: now(),
        method: request.method,
        path: url.pathname,
        query: Object.fromEntries(url.searchParams),
        headers: readHeaders(request.headers),
        status: 0,
        faults: [],
      }
      entries.push(entry)
      if (entries.length > kept) entries.shift()
      return entry
    },
    entries: () => [...entries],
    clear() {
      entries = []
    },
  }
}

function readHeaders(headers: Headers): Record<string, string> {
  return Object.fromEntries(
    ['authorization', 'content-type'].flatMap((name) => {
      const value = headers.get(name)
      return value === null ? [] : [[name, value]]
    }),
  )
}
