import * as oauth from 'oauth4webapi'
import * as z from 'zod/mini'
import type { Crypto } from '../crypto.ts'
import { BffError } from '../errors.ts'
import { redacted } from '../observe/redacted.ts'
import { exchange, exchangeTwice, type Fetch, parseJson, within } from '../provider/exchange.ts'
import { createGate } from '../provider/gate.ts'
import { checkIdToken, clockSkew } from '../provider/id-token.ts'
import { createKeySet } from '../provider/key-set.ts'
import type { IdentityProvider } from '../provider/provider.ts'

/** What the registration with a provider gave, and what the adapter takes from the world. */
export interface OidcOptions {
  clientId: string
  clientSecret: string
  redirectUri: string
  fetch: Fetch
  /** Milliseconds since the epoch. */
  now: () => number
  crypto: Crypto
}

const Discovery = z.object({
  issuer: z.string(),
  authorization_endpoint: z.url(),
  token_endpoint: z.url(),
  userinfo_endpoint: z.url(),
  jwks_uri: z.url(),
})
const UserInfo = z.looseObject({ sub: z.string() })
const budget = { seconds: 5, bytes: 1024 * 1024 }

/**
 * An OpenID provider as most are: endpoints by discovery, user info in plain JSON, each scope's
 * value in the claim of the same name. docs/another-provider.md begins with it.
 *
 * @throws {BffError} `idp_unavailable`, `idp_bad_response` when its metadata cannot be had
 * @see OpenID Connect Discovery §4, OpenID Connect Core §3.1
 */
export async function createOidc(issuer: string, options: OidcOptions): Promise<IdentityProvider> {
  const { clientId, redirectUri, fetch, now, crypto } = options
  const metadata = await exchange(fetch, `${issuer}/.well-known/openid-configuration`, {}, budget)
  const server = Discovery.parse(parseJson(metadata.text, 'the metadata'))
  if (server.issuer !== issuer) throw new BffError('idp_bad_response', 'metadata of another issuer')
  const client: oauth.Client = {
    client_id: clientId,
    id_token_signed_response_alg: 'RS256',
    [oauth.clockTolerance]: clockSkew,
  }
  const keys = createKeySet({ url: server.jwks_uri, fetch, now, timeout: 3 })
  const gate = createGate({ places: 800, probe: keys.refresh, now })

  return {
    available: gate.open,
    enter: gate.enter,

    async authorizationUrl({ state, nonce, codeVerifier, scopes }) {
      const url = new URL(server.authorization_endpoint)
      url.search = new URLSearchParams({
        response_type: 'code',
        client_id: clientId,
        redirect_uri: redirectUri,
        scope: scopes.join(' '),
        state,
        nonce,
        code_challenge: await crypto.sha256.text(codeVerifier),
        code_challenge_method: 'S256',
      }).toString()
      return url.href
    },

    authorizationResponse(parameters, state) {
      try {
        return { parameters: oauth.validateAuthResponse(server, client, parameters, state) }
      } catch (cause) {
        const denied = cause instanceof oauth.AuthorizationResponseError
        const code =
          denied && cause.error === 'access_denied' ? 'login_cancelled' : 'login_mismatch'
        throw new BffError(code, 'callback holds no code for this login', { cause })
      }
    },

    signIn: ({ parameters }, { nonce, codeVerifier, scopes }) =>
      gate.watch(
        within(11, async (signal) => {
          const tokens = await redeem(parameters, codeVerifier, nonce, signal)
          const { access_token, id_token = '' } = tokens
          const sub = await checkIdToken(id_token, access_token, { ...options, keys: keys.find })
          return redacted({ sub, data: await userInfo(access_token, sub, scopes, signal) })
        }),
      ),
  }

  /** Sent once: the code is spent, or may be, whatever comes back. */
  async function redeem(
    parameters: URLSearchParams,
    codeVerifier: string,
    nonce: string,
    signal: AbortSignal,
  ) {
    const response = await oauth.authorizationCodeGrantRequest(
      server,
      client,
      oauth.ClientSecretPost(options.clientSecret),
      parameters,
      redirectUri,
      codeVerifier,
      {
        [oauth.allowInsecureRequests]: issuer.startsWith('http:'),
        [oauth.customFetch]: async (url, init) => {
          const { status, type, text } = await exchange(fetch, url, { ...init, signal }, budget)
          if (status === 401)
            throw new BffError('idp_rejected_client', 'token request answered 401')
          return new Response(text, { status, headers: { 'Content-Type': type } })
        },
      },
    )
    const rules = { expectedNonce: nonce, requireIdToken: true }
    return oauth
      .processAuthorizationCodeResponse(server, client, response, rules)
      .catch((cause: unknown) => {
        throw new BffError('idp_bad_response', 'token response breaks a rule', { cause })
      })
  }

  async function userInfo(token: string, sub: string, scopes: string[], signal: AbortSignal) {
    const headers = { Authorization: `Bearer ${token}` }
    const init = { headers, signal }
    const answer = await exchangeTwice(fetch, server.userinfo_endpoint, init, budget)
    const claims = UserInfo.safeParse(parseJson(answer.text, 'user info'))
    // OpenID Connect Core §5.3.2
    if (answer.status !== 200 || claims.data?.sub !== sub)
      throw new BffError('idp_bad_response', 'user info is not of this person')
    const values = Object.entries(claims.data).flatMap(([name, value]) =>
      scopes.includes(name) && typeof value === 'string' ? [[name, value] as const] : [],
    )
    return Object.fromEntries(values)
  }
}
