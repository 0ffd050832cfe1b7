/** What handlers find on the context: Hono's variables of one request. */
export interface Env {
  Variables: {
    /** Names this request to the citizen, in the answer and in the log. */
    ref: string
    /** The browser is on its way to a page: a failure takes it to one that explains. */
    navigation: boolean
    /** Where the login of this request ends: its language is that of an error page. */
    returnTo: string | undefined
  }
}
