import { createHash, randomBytes } from 'node:crypto'
import { approve } from '../approve.ts'
import { type Client, type MadeClient, makeClient } from '../client.ts'
import { paths } from '../endpoints.ts'
import { createSimulator, type Simulator, type SimulatorOptions } from '../simulator.ts'

export const origin = 'http://127.0.0.1:5157'
export const redirectUri = 'http://localhost:3000/auth/callback'

/** RFC 7636 appendix B. */
export const published = {
  verifier: 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk',
  challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
}

/** Parameters by name; undefined leaves one out. */
export type Changes = Record<string, string | undefined>

export interface RelyingParty {
  readonly made: MadeClient
  readonly simulator: Simulator
  authorizationUrl(changes?: Changes): URL
  /** Logs in as a persona and returns the code. */
  code(changes?: Changes & { persona?: string }): Promise<string>
  /** The form of a token request. */
  tokenRequest(code: string, changes?: Changes): URLSearchParams
  exchange(code: string, changes?: Changes, headers?: Record<string, string>): Promise<Response>
  /** Logs in and exchanges the code. */
  tokens(changes?: Changes & { persona?: string }): Promise<Tokens>
  userInfo(accessToken: string): Promise<Response>
}

export interface Tokens {
  code: string
  access_token: string
  id_token: string
}

/** A relying party that sends what it is told to, and a simulator of its own. */
export async function createRelyingParty(
  options: Partial<SimulatorOptions> & { client?: Partial<Client> } = {},
): Promise<RelyingParty> {
  const made = await makeClient({
    scopes: ['openid', 'myinfo.name', 'myinfo.registered_address'],
    ...options.client,
  })
  const simulator = await createSimulator({ origin, clients: [made.client], ...options })
  return relyingPartyOf(simulator, made)
}

export function relyingPartyOf(simulator: Simulator, made: MadeClient): RelyingParty {
  const { clientId, clientSecret, scopes } = made.client

  function authorizationUrl(changes: Changes = {}): URL {
    const parameters = {
      response_type: 'code',
      client_id: clientId,
      redirect_uri: redirectUri,
      scope: scopes.join(' '),
      code_challenge: published.challenge,
      code_challenge_method: 'S256',
      state: 'state-1',
      nonce: 'nonce-1',
      ...changes,
    }
    return new URL(`${origin}${paths.authorize}?${sent(parameters)}`)
  }

  async function code({ persona = 'plain', ...changes }: Changes & { persona?: string } = {}) {
    const callback = await approve(simulator.fetch, authorizationUrl(changes), { persona })
    return callback.searchParams.get('code') ?? ''
  }

  function tokenRequest(granted: string, changes: Changes = {}): URLSearchParams {
    return sent({
      grant_type: 'authorization_code',
      code: granted,
      redirect_uri: redirectUri,
      client_id: clientId,
      client_secret: clientSecret,
      code_verifier: published.verifier,
      ...changes,
    })
  }

  function exchange(granted: string, changes: Changes = {}, headers: Record<string, string> = {}) {
    return simulator.fetch(origin + paths.token, {
      method: 'POST',
      body: tokenRequest(granted, changes),
      headers,
    })
  }

  return {
    made,
    simulator,
    authorizationUrl,
    code,
    tokenRequest,
    exchange,
    async tokens(changes) {
      const granted = await code(changes)
      return { code: granted, ...readTokens(await (await exchange(granted)).json()) }
    },
    userInfo: (accessToken) =>
      simulator.fetch(origin + paths.userInfo, {
        headers: { Authorization: `Bearer ${accessToken}` },
      }),
  }
}

function readTokens(body: unknown) {
  if (typeof body !== 'object' || body === null) throw new Error('The tokens are no object')
  const { access_token, id_token } = { access_token: undefined, id_token: undefined, ...body }
  return { access_token: String(access_token), id_token: String(id_token) }
}

/** @returns a verifier of this many characters and its challenge */
export function pkcePair(length: number) {
  const verifier = randomBytes(length).toString('base64url').slice(0, length)
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') }
}

function sent(parameters: Changes): URLSearchParams {
  return new URLSearchParams(
    Object.entries(parameters).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value] as [string, string]],
    ),
  )
}
