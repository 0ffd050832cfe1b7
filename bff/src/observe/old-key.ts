import type { EventName, Log } from './events.ts'

/**
 * Says that an older one of several keys in a setting is still needed: at most once an hour for
 * each, which is often enough to know when it can go.
 *
 * @param now milliseconds since the epoch
 */
export function createOldKeyLog(log: Log, now: () => number) {
  const said = new Map<string, number>()

  /** @param index of the key that was used; the newest, at 0, is nothing to speak of */
  return (event: EventName, index: number): void => {
    const id = `${event} ${index}`
    if (index === 0 || now() - (said.get(id) ?? Number.NEGATIVE_INFINITY) < 3_600_000) return
    said.set(id, now())
    log(event, { position: index + 1 })
  }
}
