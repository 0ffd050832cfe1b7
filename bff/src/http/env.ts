import type { Context } from 'hono'
import type { ApiUserInfo } from '../api/user-info.ts'
import type { Log } from '../observe/events.ts'
import type { Session } from '../session/session.ts'

/** What handlers find on the context: what the entry says of a request, and Hono's variables. */
export interface Env {
  /** Hono's `c.env`: what the entry knows of the request. */
  Bindings: {
    /** The IP address of who sent it, as far as the entry knows: `203.0.113.7`. */
    clientAddress?: string | undefined
  }
  /** Hono's `c.var`. */
  Variables: Variables
}

/** What is known of a request while it is answered. */
export interface Variables {
  /** Names this request to the citizen, in the answer and in the log: `K7Q2-M4XD`. */
  ref: string
  /** Writes lines that carry `ref`. */
  log: Log
  /** Below `/api`: what the route may see of the person whose session it is. */
  userInfo: ApiUserInfo<string>
  /** The same session as it is stored, looked up once for a request. @internal */
  session: Session
  /** What every answer to this request carries beside its own headers. @internal */
  dynamicHeaders: Record<string, string>
  /** The answer that was made with them. @internal */
  whole: Response
  /** The browser is on its way to a page: a failure takes it to one that explains. @internal */
  navigation: boolean
  /** Where the login of this request ends: its language is that of an error page. @internal */
  returnTo: string | undefined
  /** What it is for: the person who tries again logs in for the same. @internal */
  purpose: string | undefined
}

/** What a browser brings along, and where to write down what comes of it. */
export interface Visit {
  /** The `Cookie` header. */
  cookies: string | undefined
  log: Log
}

export function visit(c: Context<Env>): Visit {
  return { cookies: c.req.header('Cookie'), log: c.get('log') }
}
