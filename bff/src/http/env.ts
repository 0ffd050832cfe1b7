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
    /** The browser is on its way to a page: a failure takes it to one that explains. */
    navigation: boolean
    /** Where the login of this request ends: its language is that of an error page. */
    returnTo: string | undefined
  }
}
