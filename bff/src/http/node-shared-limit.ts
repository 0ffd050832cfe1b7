import RateLimiterRedis from 'rate-limiter-flexible/lib/RateLimiterRedis.js'
import RateLimiterRes from 'rate-limiter-flexible/lib/RateLimiterRes.js'
import { createClient, ErrorReply } from 'redis'
import { type CallOptions, createCall } from '../session/node-store-call.ts'

export interface SharedLimitOptions extends CallOptions {
  /** 0 for no limit at all. */
  perMinute: number
  /** What the keys begin with. */
  prefix?: string
}

/**
 * Counts in Redis. When that does not answer, nobody is held up.
 *
 * @returns its `limit` gives the milliseconds until a bucket may ask again; undefined when it may now
 */
export function createSharedLimit(
  url: string,
  options: SharedLimitOptions & {
    /** Seconds of a window. */
    duration: number
  },
) {
  const { perMinute, duration, prefix: keyPrefix = 'sgid:limit', onLost, ...rest } = options

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
      if (refusal instanceof RateLimiterRes) return refusal.msBeforeNext
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
