import * as oauth from 'oauth4webapi'
import * as z from 'zod/mini'
import type { Crypto } from '../crypto.ts'
import { BffError } from '../errors.ts'
import { type Redacted, redacted } from '../observe/redacted.ts'
import { decryptData } from './decrypt.ts'
import { type Answer, exchange, exchangeTwice, type Fetch, parseJson, within } from './exchange.ts'
import { createGate } from './gate.ts'
import { checkIdToken, clockSkew } from './id-token.ts'
import { createKeySet } from './key-set.ts'
import type { PrivateKey } from './private-key.ts'
import type { AuthorizationResponse, IdentityProvider, LoginSecrets, Person } from './provider.ts'

/**
 * What sgID's registration gave us, and what the adapter takes from the world around it.
 *
 * @see sgID, "Register Your Application"
 */
export interface SgidOptions {
  /** One word of printable ASCII characters. @see RFC 6749 §2.2 */
  clientId: string
  /** Sent in the body of the token request; sgID's have 32 characters. @see RFC 6749 §2.3.1 */
  clientSecret: string
  /** User info is opened by the first that fits. @see RFC 7518 §4.3 */
  privateKeys: PrivateKey[]
  /** The registered one, to the character: `https://HOST/auth/callback`. @see RFC 6749 §3.1.2 */
  redirectUri: string
  /** Origin of sgID: `https://api.id.gov.sg`. The issuer is this and `/v2`. */
  hostname: string
  /** How sgID is reached. */
  fetch: Fetch
  /** The clock, in milliseconds since 1970: `Date.now`. Must not throw. */
  now: () => number
  /** For the challenge of the code verifier, and the decryption of user info. */
  crypto: Crypto
  /** Instead of 5 for `token` and `userInfo`, 3 for `keySet` and 11 for `signIn`, in seconds. */
  timeouts?: Partial<Timeouts>
  /** Sign-ins that may be in progress at once: 800 if nothing is said. */
  places?: number
  /** Told once when sgID stops answering, with why. Must not throw. */
  onLost?: (error: unknown) => void
  /** Told once when it answers again. Must not throw. */
  onBack?: () => void
  /** Told of each fetch of the key set: with why, when it failed. Must not throw. */
  onKeySet?: (error?: unknown) => void
  /** Told by which of `privateKeys` user info was opened: its index, from 0. Must not throw. */
  onPrivateKey?: (index: number) => void
  /**
   * Keeps the runtime at work that is not for one request alone, where it would stop with it:
   * `waitUntil`. Must not throw.
   */
  outlive?: (work: Promise<unknown>) => void
}

/**
 * How long sgID is waited for: by one call of each kind, and by a sign-in in all.
 *
 * @see docs/decisions/0006-bad-days-of-sgid.md
 */
export interface Timeouts {
  /** Seconds for the token request, which is sent once. */
  token: number
  /** Seconds for one request of user info, of which there may be two. */
  userInfo: number
  /** Seconds for a fetch of the key set, and for its repetition if it fails early. */
  keySet: number
  /** Seconds for all of it. The store has what is left of the 12 in which a login is finished. */
  signIn: number
}

const defaultTimeouts: Timeouts = { token: 5, userInfo: 5, keySet: 3, signIn: 11 }
/** At two milliseconds of a core each, all of them together cost nobody their deadline. */
const defaultPlaces = 800
const tokenBytes = 64 * 1024
const userInfoBytes = 1024 * 1024

/**
 * sgID, version 2. Its endpoints stand at fixed places below its host name; it authenticates us by
 * the secret in the body of the token request. Never throws: what is wrong with the options is seen
 * by the first login.
 *
 * @param options of one registration
 * @returns the adapter. It has called nobody yet, and keeps no timer
 * @see RFC 6749 §4.1, RFC 7636 §4, OpenID Connect Core §3.1
 */
export function createSgid(options: SgidOptions): IdentityProvider {
  const { clientId, redirectUri, fetch, now, crypto } = options
  const issuer = `${options.hostname}/v2`
  const endpoint = (name: string) => `${issuer}/oauth/${name}`
  const timeouts = { ...defaultTimeouts, ...options.timeouts }

  const server: oauth.AuthorizationServer = {
    issuer,
    authorization_endpoint: endpoint('authorize'),
    token_endpoint: endpoint('token'),
  }
  const client: oauth.Client = {
    client_id: clientId,
    id_token_signed_response_alg: 'RS256',
    [oauth.clockTolerance]: clockSkew,
  }
  const keys = createKeySet({
    url: `${issuer}/.well-known/jwks.json`,
    fetch,
    now,
    timeout: timeouts.keySet,
    onFetched: options.onKeySet,
    outlive: options.outlive,
  })
  const { places = defaultPlaces, onLost, onBack } = options
  const gate = createGate({ places, probe: keys.refresh, now, onLost, onBack })

  return {
    available: gate.open,
    enter: gate.enter,

    async authorizationUrl({ state, nonce, codeVerifier, scopes }) {
      const query = new URLSearchParams({
        response_type: 'code',
        client_id: clientId,
        redirect_uri: redirectUri,
        scope: scopes.join(' '),
        state,
        nonce,
        // RFC 7636 §4.2
        code_challenge: await crypto.sha256.text(codeVerifier),
        code_challenge_method: 'S256',
      })
      // As sgID's SDK writes it; a plus is a space to form parsers only.
      return `${endpoint('authorize')}?${query.toString().replaceAll('+', '%20')}`
    },

    authorizationResponse(parameters, state) {
      try {
        const validated = oauth.validateAuthResponse(server, client, parameters, state)
        if (!validated.get('code')) throw new BffError('login_mismatch', 'callback has no code')
        return { parameters: validated }
      } catch (error) {
        if (error instanceof oauth.AuthorizationResponseError) throw denied(error.error)
        if (error instanceof BffError) throw error
        throw new BffError('login_mismatch', 'callback is for another login', { cause: error })
      }
    },

    signIn: (response, login) =>
      gate.watch(within(timeouts.signIn, (signal) => person(response, login, signal))),
  }

  async function person(
    response: AuthorizationResponse,
    { nonce, codeVerifier, scopes }: LoginSecrets,
    signal: AbortSignal,
  ): Promise<Redacted<Person>> {
    const { accessToken, idToken } = await redeem(response, codeVerifier, nonce, signal)
    const context = { clientId, now, crypto, keys: keys.find }
    const sub = await checkIdToken(idToken, accessToken, context)
    return redacted({ sub, data: await userInfo(accessToken, sub, scopes, signal) })
  }

  /** The token request. Sent once: the code is spent, or may be, whatever comes back. */
  async function redeem(
    { parameters }: AuthorizationResponse,
    codeVerifier: string,
    nonce: string,
    signal: AbortSignal,
  ) {
    const budget = { seconds: timeouts.token, bytes: tokenBytes }
    const response = await oauth.authorizationCodeGrantRequest(
      server,
      client,
      oauth.ClientSecretPost(options.clientSecret),
      parameters,
      redirectUri,
      codeVerifier,
      {
        signal,
        // The settings allow http for loopback alone.
        [oauth.allowInsecureRequests]: issuer.startsWith('http:'),
        [oauth.customFetch]: async (url, init) =>
          tokenResponse(await exchange(fetch, url, { ...init, signal }, budget)),
      },
    )
    try {
      const tokens = await oauth.processAuthorizationCodeResponse(server, client, response, {
        expectedNonce: nonce,
        requireIdToken: true,
      })
      return { accessToken: tokens.access_token, idToken: tokens.id_token ?? '' }
    } catch (cause) {
      throw new BffError('idp_bad_response', 'token response breaks a rule', { cause })
    }
  }

  async function userInfo(
    accessToken: string,
    sub: string,
    scopes: string[],
    signal: AbortSignal,
  ): Promise<Person['data']> {
    const headers = bearer(accessToken)
    const budget = { seconds: timeouts.userInfo, bytes: userInfoBytes }
    const answer = await exchangeTwice(fetch, endpoint('userinfo'), { headers, signal }, budget)
    if (answer.status !== 200) {
      throw new BffError('idp_bad_response', `user info answered ${answer.status}`)
    }
    const parsed = UserInfo.safeParse(parseJson(answer.text, 'user info'))
    if (!parsed.success) throw new BffError('idp_bad_response', 'user info has another shape')
    const { key, data } = parsed.data
    // OpenID Connect Core §5.3.2: user info of another subject must not be used.
    if (parsed.data.sub !== sub) throw new BffError('idp_bad_response', 'user info of another sub')
    if (key === undefined && data === undefined) return {}
    if (key === undefined || data === undefined) {
      throw new BffError('idp_bad_response', 'user info has a key or data, but not both')
    }
    return decryptData({ key, data }, scopes, options.privateKeys, crypto, options.onPrivateKey)
  }
}

const UserInfo = z.object({
  sub: z.string().check(z.minLength(1)),
  key: z.optional(z.string()),
  data: z.optional(
    z
      .custom<Record<string, unknown>>(
        (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
      )
      .check(
        z.refine((data) => Object.values(data).every((value) => typeof value === 'string')),
        z.refine((data) => Object.keys(data).length <= 200),
      ),
  ),
})

const TokenResponse = z.looseObject({ token_type: z.optional(z.string()) })

/** What oauth4webapi reads: JSON with the `token_type` that sgID leaves out. */
function tokenResponse({ status, type, text }: Answer): Response {
  if (status !== 200) throw refused(status, text)
  if (type !== 'application/json') {
    throw new BffError('idp_bad_response', 'token response is not application/json')
  }
  const parsed = TokenResponse.safeParse(parseJson(text, 'the token response'))
  if (!parsed.success) throw new BffError('idp_bad_response', 'token response has another shape')
  return Response.json({ token_type: 'Bearer', ...parsed.data })
}

const ErrorBody = z.looseObject({ error: z.string() })
const rejections = ['invalid_client', 'unauthorized_client', 'access_denied']

/** A token request that sgID did not grant. Nothing of its body is kept but a code that we know. */
function refused(status: number, text: string): BffError {
  let error = ''
  try {
    error = ErrorBody.parse(JSON.parse(text)).error
  } catch {
    // Empty, HTML or other JSON: the status alone decides.
  }
  const rejected = status === 401 || status === 403 || rejections.includes(error)
  return rejected
    ? new BffError('idp_rejected_client', `token request answered ${status}`)
    : new BffError('idp_bad_response', `token request answered ${status}`)
}

/** @see RFC 6749 §4.1.2.1, OpenID Connect Core §3.1.2.6 */
function denied(error: string): BffError {
  switch (error) {
    case 'access_denied':
    case 'consent_required':
    case 'interaction_required':
    case 'login_required':
      return new BffError('login_cancelled', `sgID answered ${error}`)
    case 'server_error':
    case 'temporarily_unavailable':
      return new BffError('idp_unavailable', `sgID answered ${error}`)
    case 'invalid_request':
    case 'invalid_scope':
    case 'unauthorized_client':
    case 'unsupported_response_type':
      return new BffError('idp_rejected_client', `sgID answered ${error}`)
    default:
      return new BffError('idp_bad_response', 'sgID answered with an unknown error')
  }
}

function bearer(accessToken: string): Record<string, string> {
  // RFC 6750 §2.1. A token of other characters could end the header and begin another.
  if (!/^[\w.~+/-]+=*$/.test(accessToken)) {
    throw new BffError('idp_bad_response', 'access token is not a bearer token')
  }
  return { Authorization: `Bearer ${accessToken}` }
}
