import type { AccessLogEntry } from '../access-log.ts'
import { type FaultName, faultNames } from './catalogue.ts'

/** A fault that is switched on. */
export interface ActiveFault {
  /** Which. */
  readonly name: FaultName
  /** Requests still to spoil; null: until it is switched off. */
  readonly times: number | null
}

/** Switches faults on and off for the requests that come. */
export interface FaultSwitches {
  /**
   * Switches a fault on. Never throws.
   *
   * @param name which
   * @param options for how long
   */
  set(
    name: FaultName,
    options?: {
      /**
       * How many requests to spoil; without it, every one until cleared. Less than 1 switches it
       * off.
       */
      times?: number | undefined
    },
  ): void
  /**
   * Switches faults off. Never throws.
   *
   * @param name which; without one, all
   */
  clear(name?: FaultName): void
  /**
   * What is on. Never throws.
   *
   * @returns those that are on, in the order of the catalogue
   */
  active(): ActiveFault[]
}

/** Takes what is switched on for this request out of a table of faults, and counts it as used. */
export interface RequestFaults {
  first<Fault>(table: Record<string, Fault>): Fault | undefined
  all<Fault>(table: Record<string, Fault>): Fault[]
}

export function createFaultSwitches() {
  const remaining = new Map<string, number>()

  function use(name: string, entry: AccessLogEntry): boolean {
    const times = remaining.get(name)
    if (times === undefined) return false
    if (times > 1) remaining.set(name, times - 1)
    else remaining.delete(name)
    entry.faults.push(name)
    return true
  }

  const switches: FaultSwitches = {
    set(name, { times = Number.POSITIVE_INFINITY } = {}) {
      if (times < 1) remaining.delete(name)
      else remaining.set(name, times)
    },
    clear(name) {
      if (name === undefined) remaining.clear()
      else remaining.delete(name)
    },
    active: () =>
      faultNames.flatMap((name) => {
        const times = remaining.get(name)
        if (times === undefined) return []
        return [{ name, times: Number.isFinite(times) ? times : null }]
      }),
  }

  return {
    switches,
    for: (entry: AccessLogEntry): RequestFaults => ({
      first: (table) => Object.entries(table).find(([name]) => use(name, entry))?.[1],
      all: (table) =>
        Object.entries(table)
          .filter(([name]) => use(name, entry))
          .map(([, fault]) => fault),
    }),
  }
}
