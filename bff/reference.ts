/**
 * What a service that is built on the BFF imports, each name from the file that stands beside it.
 *
 * @module
 */

export { answer } from './src/api/answer.ts'
export { type Api, type ApiEnv, createApi } from './src/api/api.ts'
export { readInput } from './src/api/input.ts'
export type { SigningKey } from './src/api/signing-key.ts'
export type { Upstream } from './src/api/upstream.ts'
export type { ApiUserInfo, HiddenScope, OpenScope } from './src/api/user-info.ts'
export { createApp } from './src/app.ts'
export { type AppConfig, ConfigError, type Environment } from './src/app-config.ts'
export { type Config, type Platform, parseConfig } from './src/config.ts'
export type { Awaitable, Bytes, Crypto, Hash, Hmac, Random } from './src/crypto.ts'
export { systemRandom, webCrypto } from './src/crypto.ts'
export type { Deps } from './src/deps.ts'
export { BffError, InvalidInput } from './src/errors.ts'
export type { Env, Variables } from './src/http/env.ts'
export type { Limit } from './src/http/rate-limit.ts'
export type { EventFields, EventName, Log } from './src/observe/events.ts'
export { type Redacted, redacted } from './src/observe/redacted.ts'
export type { Call, Fetch, Reply } from './src/provider/exchange.ts'
export type { KeyAlgorithm, PrivateKey } from './src/provider/private-key.ts'
export type {
  AuthorizationRequest,
  AuthorizationResponse,
  IdentityProvider,
  LoginSecrets,
  Person,
} from './src/provider/provider.ts'
export { createSgid, type SgidOptions, type Timeouts } from './src/provider/sgid.ts'
export type { SessionStore } from './src/session/store.ts'
export type { StoreSetting, TrustedProxies } from './src/setting.ts'
