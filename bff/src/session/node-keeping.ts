import type { Log } from '../observe/events.ts'
import { describe } from '../observe/failure.ts'
import {
  createRedisStore,
  keepingPolicies,
  type RedisOptions,
  type RedisStore,
} from './node-redis-store.ts'

/**
 * A store in a Redis that forgets nobody.
 *
 * @throws {Error} about SESSION_STORE when the URL is none of Redis, and when the server may forget a
 * session to make room for another
 */
export async function createKeepingStore(options: RedisOptions, log: Log): Promise<RedisStore> {
  const store = await createRedisStore(options)
  const unknown = (error: unknown) => log('store.policy_unknown', describe(error))
  const about = await store.about().catch(unknown)
  if (!about?.policy || keepingPolicies.includes(about.policy)) return store
  throw new Error(
    `SESSION_STORE is a Redis that forgets sessions when it is full: its maxmemory-policy is ${about.policy}, and has to be ${keepingPolicies.join(' or ')}`,
  )
}
