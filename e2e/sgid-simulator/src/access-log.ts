/** One request to an `/v2/` route, as it arrived. */
export interface AccessLogEntry {
  /** Milliseconds since 1970, by the simulator's clock. */
  readonly time: number
  readonly method: string
  readonly path: string
  readonly query: Record<string, string>
  /** The fields of a token request. */
  form?: Record<string, string>
  readonly headers: Record<string, string>
  /** 0 while there is no answer, and for good when the connection was cut. */
  status: number
  client?: string
  /** Why the request was refused. */
  refused?: string
  /** The faults that changed the answer. */
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
