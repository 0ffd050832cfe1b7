import type { Context } from 'hono'
import type { ApiUserInfo } from '../api/user-info.ts'
import type { Log } from '../observe/events.ts'
import type { Session } from '../session/session.ts'

/** What handlers find on the context: what the entry says of a request, and Hono's variables. */
export interface Env {
  Bindings: {
    /** Who sent the request, as far as the entry knows. */
    clientAddress?: string | undefined
  }
  Variables: {
    /** Names this request to the citizen, in the answer and in the log. */
    ref: string
    /** What every answer to this request carries beside its own headers, */
    dynamicHeaders: Record<string, string>
    /** and the answer that was made with them. */
    whole: Response
    /** Writes lines that carry `ref`. */
    log: Log
    /** The browser is on its way to a page: a failure takes it to one that explains. */
    navigation: boolean
    /** Where the login of this request ends: its language is that of an error page. */
    returnTo: string | undefined
    /** What it is for: the person who tries again logs in for the same. */
    purpose: string | undefined
    /** Below `/api`: whose session it is, looked up once for a request, */
    session: Session
    /** and what of it the route may see. */
    userInfo: ApiUserInfo<string>
  }
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
