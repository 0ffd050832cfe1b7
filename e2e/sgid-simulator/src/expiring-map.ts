export interface ExpiringMap<Value> {
  set(key: string, value: Value): void
  get(key: string): Value | undefined
  /** Gets and forgets, in one step. */
  take(key: string): Value | undefined
  delete(key: string): void
}

/** @param ttl seconds every entry lives from when it is set */
export function createExpiringMap<Value>(ttl: number, now: () => number): ExpiringMap<Value> {
  const entries = new Map<string, { value: Value; expires: number }>()

  function get(key: string): Value | undefined {
    const entry = entries.get(key)
    return entry && now() < entry.expires ? entry.value : undefined
  }

  return {
    set(key, value) {
      // All live equally long, so the oldest come first.
      for (const [old, { expires }] of entries) {
        if (now() < expires) break
        entries.delete(old)
      }
      entries.set(key, { value, expires: now() + ttl * 1000 })
    },
    get,
    take(key) {
      const value = get(key)
      entries.delete(key)
      return value
    },
    delete(key) {
      entries.delete(key)
    },
  }
}
