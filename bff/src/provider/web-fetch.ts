import type { Fetch } from './exchange.ts'

/**
 * The platform's `fetch`, for one origin. It follows no redirect, keeps nothing and asks no cache;
 * TLS is the platform's to check.
 *
 * @throws {TypeError} for any other origin
 */
export function createWebFetch(origin: string, fetch = globalThis.fetch): Fetch {
  return async (url, init) => {
    if (new URL(url).origin !== origin) throw new TypeError('only for its own origin')
    return fetch(url, { ...init, redirect: 'manual', cache: 'no-store' })
  }
}
