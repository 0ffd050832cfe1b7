import RateLimiterMemory from 'rate-limiter-flexible/lib/RateLimiterMemory.js'
import type { SharedLimitOptions } from './node-shared-limit.ts'
import type { Limit } from './rate-limit.ts'

export interface LimitOptions extends SharedLimitOptions {
  /** Of the Redis in which several instances count together. */
  redisUrl?: string
}

/** Seconds of a window. */
const duration = 60
/** Part of the limit up to which a bucket is counted here alone: an ordinary citizen's requests. */
const unshared = 0.1

/**
 * So many requests in a minute for each bucket, counted in this process, and a bucket that is far
 * from ordinary in Redis too. Redis adds to the refusals and never holds anything up: when it does
 * not answer, this process decides alone.
 *
 * With Redis, its user needs three more commands on our keys: `+eval +incrby +expire`.
 */
export function createLimit(options: LimitOptions): { limit?: Limit; close(): void } {
  const { perMinute, redisUrl } = options
  if (perMinute === 0) return { close: () => undefined }
  const local = new RateLimiterMemory({ points: perMinute, duration })
  const shared = redisUrl === undefined ? undefined : openShared(redisUrl, options)

  return {
    async limit(bucket) {
      const { consumedPoints, msBeforeNext } = await local.penalty(bucket)
      if (consumedPoints > perMinute) return seconds(msBeforeNext)
      if (consumedPoints <= perMinute * unshared) return undefined
      const wait = await (await shared)?.limit(bucket)
      return wait === undefined ? undefined : seconds(wait)
    },
    close: () => shared?.then(({ close }) => close()),
  }
}

async function openShared(url: string, options: LimitOptions) {
  const { createSharedLimit } = await import('../node-redis.ts')
  return createSharedLimit(url, { ...options, duration })
}

function seconds(milliseconds: number): number {
  return Math.max(1, Math.ceil(milliseconds / 1000))
}
