import type { Client } from './client.ts'
import { readParameters, required } from './parameters.ts'
import { Refusal } from './refusal.ts'

export interface AuthorizationRequest {
  client: Client
  redirectUri: string
  scopes: string[]
  codeChallenge: string
  state?: string | undefined
  nonce?: string | undefined
}

/** BASE64URL of a SHA-256 hash, RFC 7636 §4.2: 43 characters, never more or less. */
const challengeForm = /^[A-Za-z0-9_-]{43}$/
const stateForm = /^[A-Za-z0-9_-]{1,128}$/
const scopeForm = /^(openid|[a-z0-9]+\.[a-z0-9_]+)$/
/** Characters. */
const maxNonce = 128

/** @throws {Refusal} for whatever sgID would answer with an error page of its own instead of a redirect */
export function parseAuthorizationRequest(
  query: URLSearchParams,
  clients: Map<string, Client>,
): AuthorizationRequest {
  const sent = readParameters(query)

  const client = clients.get(required(sent, 'client_id'))
  if (!client) throw new Refusal('unauthorized_client', 'client_id is not registered')
  const redirectUri = required(sent, 'redirect_uri')
  if (!client.redirectUris.includes(redirectUri))
    throw new Refusal('invalid_request', 'redirect_uri is not registered for this client')

  if (required(sent, 'response_type') !== 'code')
    throw new Refusal('unsupported_response_type', 'response_type is not code')
  if (required(sent, 'code_challenge_method') !== 'S256')
    throw new Refusal('invalid_request', 'code_challenge_method is not S256')
  const codeChallenge = required(sent, 'code_challenge')
  if (!challengeForm.test(codeChallenge))
    throw new Refusal('invalid_request', 'code_challenge is not 43 base64url characters')

  const state = sent.get('state')
  if (state !== undefined && !stateForm.test(state))
    throw new Refusal('invalid_request', 'state is not 1 to 128 letters, digits, - or _')
  const nonce = sent.get('nonce')
  if (nonce !== undefined && nonce.length > maxNonce)
    throw new Refusal('invalid_request', `nonce is longer than ${maxNonce} characters`)

  const scopes = parseScope(required(sent, 'scope'), client)
  return { client, redirectUri, scopes, codeChallenge, state, nonce }
}

function parseScope(scope: string, client: Client): string[] {
  const scopes = [...new Set(scope.split(' '))]
  const malformed = scopes.find((name) => !scopeForm.test(name))
  if (malformed !== undefined)
    throw new Refusal('invalid_scope', `"${malformed}" does not have the form of a scope`)
  if (!scopes.includes('openid'))
    throw new Refusal('invalid_scope', 'scope does not contain openid')
  const excess = scopes.find((name) => !client.scopes.includes(name))
  if (excess !== undefined)
    throw new Refusal('invalid_scope', `${excess} is outside what this client is registered for`)
  return scopes
}
