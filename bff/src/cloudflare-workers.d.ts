/** Of the runtime's own module, the few things that are used here. */
declare module 'cloudflare:workers' {
  /** A single-threaded object with storage of its own: one of each name in all the world. */
  export class DurableObject {
    constructor(ctx: DurableObjectState, env: unknown)
    protected ctx: DurableObjectState
  }

  export interface DurableObjectState {
    storage: {
      /** Synchronous: nothing else happens in the object between a statement and the next. */
      sql: { exec(query: string, ...values: (string | number | Uint8Array)[]): SqlRows }
      getAlarm(): Promise<number | null>
      /** @param time milliseconds since the epoch */
      setAlarm(time: number): Promise<void>
    }
  }

  export interface SqlRows {
    toArray(): Record<string, string | number | ArrayBuffer | null>[]
  }

  /** Lets work go on after the answer of the request that began it, for half a minute at most. */
  export function waitUntil(work: Promise<unknown>): void
}
