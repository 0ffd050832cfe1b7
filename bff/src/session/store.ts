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
  /**
   * Reads a value. Does not extend its life.
   *
   * @param key of ASCII characters: `s:` and 43 of base64url, for a session
   * @returns the value and the seconds that it has left, perhaps with a fraction
   * @throws {BffError} `store_unavailable`
   */
  get(key: string): Promise<{ value: Bytes; ttl: number } | undefined>
  /**
   * Keeps a value; one that was there is replaced, its life too.
   *
   * @param key of ASCII characters
   * @param value what is kept: a store reads nothing in it
   * @param ttl whole seconds of its life
   * @throws {BffError} `store_unavailable`
   */
  put(key: string, value: Bytes, ttl: number): Promise<void>
  /**
   * Reads a value and sets its life anew in the same step. Never brings back what was taken.
   *
   * @param key of ASCII characters
   * @param ttl whole seconds from now
   * @returns the value; undefined where there is none
   * @throws {BffError} `store_unavailable`
   */
  touch(key: string, ttl: number): Promise<Bytes | undefined>
  /**
   * Removes a value.
   *
   * @param key of ASCII characters
   * @returns what was there: of many concurrent callers one gets it
   * @throws {BffError} `store_unavailable`: whether it is still there is not known
   */
  take(key: string): Promise<Bytes | undefined>
  /**
   * Puts a value if there is none.
   *
   * @param key of ASCII characters
   * @param value what is kept
   * @param ttl whole seconds of its life
   * @returns whether it was put: of many concurrent callers one gets true
   * @throws {BffError} `store_unavailable`: whether it was put is not known
   */
  mark(key: string, value: Bytes, ttl: number): Promise<boolean>
  /**
   * Removes all that was there under keys with this beginning, in steps that hold up nobody else.
   * For operators: it takes as long as it takes, and may be repeated.
   *
   * @param prefix the beginning: `s:`
   * @returns how many there were: sessions, for `s:`
   * @throws {BffError} `store_unavailable`: some may be gone
   */
  clear(prefix: string): Promise<number>
}
