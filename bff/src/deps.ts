import type { AppConfig } from './app-config.ts'
import type { Crypto, Random } from './crypto.ts'
import type { Limit } from './http/rate-limit.ts'
import type { Log } from './observe/events.ts'
import type { Fetch } from './provider/exchange.ts'
import type { IdentityProvider } from './provider/provider.ts'
import type { SessionStore } from './session/store.ts'

/** All that the application takes from the world around it. An entry chooses each. */
export interface Deps {
  config: AppConfig
  provider: IdentityProvider
  store: SessionStore
  log: Log
  crypto: Crypto
  random: Random
  /** Milliseconds since the epoch. */
  now: () => number
  /** How often an address may ask. Without it, as often as it likes. */
  limit?: Limit
  /** How UPSTREAM_URL is reached, where it is set. Without it, by the runtime's `fetch`. */
  upstream?: Fetch
  /** The built pages, where the same process serves them. */
  pages?: (request: Request) => Promise<Response>
}
