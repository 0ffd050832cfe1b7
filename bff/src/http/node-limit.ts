import RateLimiterMemory from 'rate-limiter-flexible/lib/RateLimiterMemory.js'
import RateLimiterRedis from 'rate-limiter-flexible/lib/RateLimiterRedis.js'
import RateLimiterRes from 'rate-limiter-flexible/lib/RateLimiterRes.js'
import { createClient, ErrorReply } from 'redis'
import { type CallOptions, createCall } from '../session/node-store-call.ts'
import type { Limit } from './rate-limit.ts'

export interface LimitOptions extends CallOptions {
  /** 0 for no limit at all. */
  perMinute: number
  /** Of the Redis in which several instances count together. */
  redisUrl?: string
  /** What the keys begin with. */
  prefix?: string
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
  const shared = redisUrl === undefined ? undefined : createShared(redisUrl, options)

  return {
    async limit(bucket) {
      const { consumedPoints, msBeforeNext } = await local.penalty(bucket)
      if (consumedPoints > perMinute) return seconds(msBeforeNext)
      if (consumedPoints <= perMinute * unshared) return undefined
      return shared?.limit(bucket)
    },
    close: () => shared?.close(),
  }
}

function createShared(url: string, options: LimitOptions) {
  const { perMinute, prefix: keyPrefix = 'sgid:limit', onLost, ...rest } = options

  const connect = () => {
    const storeClient = newClient(url)
    storeClient.on('error', () => undefined)
    // It tries again by itself, and whoever asks meanwhile hears that it is not there.
    storeClient.connect().catch(() => undefined)
    const limiter = new RateLimiterRedis({
      storeClient,
      useRedisPackage: true,
      keyPrefix,
      points: perMinute,
      duration,
      // Who is refused is refused from memory until the window ends.
      inMemoryBlockOnConsumed: perMinute + 1,
    })
    return { storeClient, limiter }
  }

  let current = connect()
  let closed = false
  const call = createCall({
    ...rest,
    onLost(error) {
      if (closed) return
      // The network may have lost the connection without a word.
      current.storeClient.destroy()
      current = connect()
      onLost?.(named(error))
    },
  })

  return {
    limit: (bucket: number) => call(() => wait(current.limiter, bucket)).catch(() => undefined),
    close() {
      closed = true
      current.storeClient.destroy()
    },
  }
}

/** The library refuses by a rejection that is no error. */
function wait(limiter: RateLimiterRedis, bucket: number): Promise<number | undefined> {
  return limiter.consume(bucket).then(
    () => undefined,
    (refusal: unknown) => {
      if (refusal instanceof RateLimiterRes) return seconds(refusal.msBeforeNext)
      throw refusal
    },
  )
}

/** A connection of its own, so that no flood stands in line before anybody's session. */
function newClient(url: string) {
  return createClient({
    url,
    RESP: 2,
    disableOfflineQueue: true,
    // Commands that a user with few rights may not send.
    disableClientInfo: true,
    maintNotifications: 'disabled',
    socket: {
      connectTimeout: 1000,
      reconnectStrategy: (tries) => Math.min(50 * 2 ** tries, 500) + Math.random() * 100,
    },
  })
}

/** Redis' word for what is wrong (`NOPERM`), without its message, which quotes what it was sent. */
function named(error: unknown): unknown {
  if (!(error instanceof ErrorReply)) return error
  const code = /^[A-Z]+/.exec(error.message)?.[0] ?? 'ERR'
  return Object.assign(new Error('Redis cannot count'), { code })
}

function seconds(milliseconds: number): number {
  return Math.max(1, Math.ceil(milliseconds / 1000))
}
