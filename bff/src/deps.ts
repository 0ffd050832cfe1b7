import type { AppConfig } from './app-config.ts'
import type { Crypto, Random } from './crypto.ts'
import type { Limit } from './http/rate-limit.ts'
import type { Log } from './observe/events.ts'
import type { Fetch } from './provider/exchange.ts'
import type { IdentityProvider } from './provider/provider.ts'
import type { SessionStore } from './session/store.ts'

/** All that the application takes from the world around it. An entry chooses each. */
export interface Deps {
  /** The settings, checked: as an entry reads them. At least one session secret is among them. */
  config: AppConfig
  /** Who vouches for the person: what `createSgid` gives. */
  provider: IdentityProvider
  /** Where sessions live. */
  store: SessionStore
  /** Where events go. */
  log: Log
  /** The primitives: `webCrypto`, or what the runtime has that is faster. */
  crypto: Crypto
  /** Where ids and secrets come from: `systemRandom`, but in tests. */
  random: Random
  /** The clock, in milliseconds since 1970: `Date.now`. Must not throw. */
  now: () => number
  /** How often an address may ask. Without it, as often as it likes. */
  limit?: Limit
  /** How UPSTREAM_URL is reached, where it is set. Without it, by the runtime's `fetch`. */
  upstream?: Fetch
  /**
   * The built page of a request, or one that says that there is none, where the same process serves
   * them. Must not throw: that would be answered as `internal`.
   */
  pages?: (request: Request) => Promise<Response>
}
