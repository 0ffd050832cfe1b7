import type { Redacted } from '../observe/redacted.ts'

/**
 * Who vouches for a person. sgID is one; another OpenID provider would be a second adapter.
 *
 * @see OpenID Connect Core §3.1
 */
export interface IdentityProvider {
  /**
   * Whether it is believed to answer. Waits for nothing, never throws.
   *
   * @returns true when a login that began now could be finished
   */
  available(): boolean

  /**
   * Where the browser goes to ask the person for some scopes. Never rejects.
   *
   * @param request of one login
   * @returns an absolute URL in ASCII
   * @see RFC 6749 §4.1.1, OpenID Connect Core §3.1.2.1
   */
  authorizationUrl(request: AuthorizationRequest): Promise<string>

  /**
   * Reads what came back with the browser; calls nobody.
   *
   * @param parameters of the callback's query, each given once
   * @param state the one that was sent, in base64url
   * @returns the parameters, to be handed to `signIn`
   * @throws {BffError} `login_cancelled` when the person said no, `login_mismatch` when the answer
   * is for another login or from another issuer, `idp_…` when the provider reports an error
   * @see RFC 6749 §4.1.2, OpenID Connect Core §3.1.2.5
   */
  authorizationResponse(parameters: URLSearchParams, state: string): AuthorizationResponse

  /**
   * Takes a place among the sign-ins in progress, which are bounded. Comes before anything is
   * spent: who is refused can come back with the same code.
   *
   * @returns a function that gives the place back, to be called once
   * @throws {BffError} `idp_unavailable` when all are taken, or the provider does not answer
   */
  enter(): () => void

  /**
   * Redeems the code: the token request, the ID token's rules, user info and its decryption. The
   * tokens are gone when this returns, which it does within 11 seconds.
   *
   * @param response what `authorizationResponse` gave
   * @param login the values of the same login
   * @returns who it is, wrapped: no log line or JSON shows it by accident
   * @throws {BffError} `idp_unavailable`, `idp_bad_response`, `idp_rejected_client`,
   * `data_unavailable`
   * @see RFC 6749 §4.1.3, OpenID Connect Core §3.1.3.7, §5.3
   */
  signIn(response: AuthorizationResponse, login: LoginSecrets): Promise<Redacted<Person>>
}

/**
 * What one login is asked with: each value is derived for it alone, on the server.
 *
 * @see OpenID Connect Core §3.1.2.1
 */
export interface AuthorizationRequest {
  /** At most 128 characters of base64url. @see RFC 6749 §10.12 */
  state: string
  /** 43 characters of base64url, which the ID token must repeat. @see OpenID Connect Core §3.1.2.1 */
  nonce: string
  /** 43 characters of base64url; the browser carries only its SHA-256. @see RFC 7636 §4.1 */
  codeVerifier: string
  /** What the person is asked for; `openid` is one of them. */
  scopes: string[]
}

/** What a code is redeemed with. No value is opened but those of the scopes. @see RFC 7636 §4.5 */
export type LoginSecrets = Pick<AuthorizationRequest, 'nonce' | 'codeVerifier' | 'scopes'>

/** Callback parameters that passed every check which needs no call. @see RFC 6749 §4.1.2 */
export type AuthorizationResponse = {
  /** `code` and `state` among them, each once. */
  readonly parameters: URLSearchParams
}

/** Who signed in, and what they agreed to share. @see OpenID Connect Core §5.3.2 */
export interface Person {
  /** This person at this client: at most 255 ASCII characters. @see OpenID Connect Core §2 */
  sub: string
  /** Scope → value exactly as decrypted. Holds what was asked for and nothing else. */
  data: Record<string, string>
}
