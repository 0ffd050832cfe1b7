/** A made-up person. Their data is what sgID would send: strings, named by scope. */
export interface Persona {
  readonly id: string
  readonly title: string
  /** One line for whoever chooses. */
  readonly about: string
  readonly data: Readonly<Record<string, string>>
  /** Logs in, but shares no data whatever is asked for. */
  readonly sharesNothing?: boolean
}
