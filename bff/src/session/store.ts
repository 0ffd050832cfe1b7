import type { Bytes } from '../crypto.ts'

/**
 * Where sessions and one-time markers live: opaque bytes under a key, for a time.
 *
 * There are three answers, never two. A value is found; undefined means that it is known to be
 * absent; a store that cannot tell throws, and nobody is then taken for signed out.
 *
 * Lives are in whole seconds. Every call throws `BffError` `store_unavailable` when the
 * store cannot be reached, is too slow or is full; the caller must not repeat `take` or `mark` then.
 */
export interface SessionStore {
  /** The value and the seconds it has left. Does not extend its life. */
  get(key: string): Promise<{ value: Bytes; ttl: number } | undefined>
  /** Keeps the value under the key; one that was there is replaced, its life too. */
  put(key: string, value: Bytes, ttl: number): Promise<void>
  /** The value, its life set anew in the same step. Never brings back what was taken. */
  touch(key: string, ttl: number): Promise<Bytes | undefined>
  /** Removes the value and returns it: of many concurrent callers one gets it. */
  take(key: string): Promise<Bytes | undefined>
  /** Puts the value if there is none: of many concurrent callers one gets true. */
  mark(key: string, value: Bytes, ttl: number): Promise<boolean>
  /**
   * Removes all that was there under keys with this beginning, in steps that hold up nobody else.
   * For operators: it takes as long as it takes, and may be repeated.
   *
   * @returns how many there were
   */
  clear(prefix: string): Promise<number>
}
