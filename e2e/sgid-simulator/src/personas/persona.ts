/** A made-up person. Their data is what sgID would send: strings, named by scope. */
export interface Persona {
  /** What `approve` and the page know them by: `plain`. */
  readonly id: string
  /** Their name, as the page shows it: `TAN FICTITIOUS`. */
  readonly title: string
  /** One line for whoever chooses. */
  readonly about: string
  /** Scope → value. What is not here is `NA` in an answer. */
  readonly data: Readonly<Record<string, string>>
  /** Logs in, but shares no data whatever is asked for. */
  readonly sharesNothing?: boolean
}
