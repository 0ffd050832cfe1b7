import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { type Context, Hono } from 'hono'
import type { Client } from './client.ts'
import { paths } from './endpoints.ts'
import { claimFaults } from './faults/claims.ts'
import { rotationFaults } from './faults/key-set.ts'
import { signatureFaults } from './faults/signature.ts'
import { tokenFaults } from './faults/token.ts'
import { type TokenBody, tokenBodyFaults } from './faults/token-body.ts'
import type { Grant } from './grants.ts'
import { idTokenClaims, signIdToken } from './id-token.ts'
import { readParameters, required } from './parameters.ts'
import type { Env, Provider } from './provider.ts'
import { Refusal } from './refusal.ts'

/** Exchanges a code for tokens, RFC 6749 §4.1.3. */
export function tokenRoutes(provider: Provider) {
  return new Hono<Env>().post(paths.token, async (c) => {
    const { entry, faults } = c.var
    const form = await readForm(c)
    const spoiled = await faults.first(tokenFaults)?.answer(c.req.raw)
    if (spoiled) return spoiled

    const parameters = readParameters(form)
    const client = authenticate(c, parameters, provider.clients)
    entry.client = client.clientId
    const grant = redeemCode(parameters, client, provider)

    for (const { rotate } of faults.all(rotationFaults)) await rotate(provider.keys)
    const accessToken = provider.grants.issueAccessToken(grant)
    const refreshToken = randomBytes(32).toString('base64url')
    const honest = idTokenClaims(grant, provider, { accessToken, refreshToken })
    const claims = faults
      .all(claimFaults)
      .reduce((draft, fault) => fault.claims(draft, { accessToken }), honest)
    grant.subject = claims['sub']
    const forge = faults.first(signatureFaults)?.forge
    const idToken = forge
      ? await forge(claims, { client, keys: provider.keys })
      : await signIdToken(claims, provider.keys.current())

    const body = { access_token: accessToken, id_token: idToken }
    const answer = provider.dialect === 'sgid' ? body : mockpassBody(body, refreshToken, grant)
    return faults.first(tokenBodyFaults)?.rewrite(answer) ?? c.json(answer)
  })
}

/** @throws {Refusal} `invalid_request` unless the parameters are a form in the body, RFC 6749 §2.3.1 */
async function readForm(c: Context<Env>): Promise<URLSearchParams> {
  const contentType = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase()
  if (contentType !== 'application/x-www-form-urlencoded')
    throw new Refusal('invalid_request', 'the body is not application/x-www-form-urlencoded')
  const form = new URLSearchParams(await c.req.text())
  c.var.entry.form = Object.fromEntries(form)
  if (new URL(c.req.url).search !== '')
    throw new Refusal('invalid_request', 'parameters belong in the body, not in the URL')
  return form
}

/** @throws {Refusal} `invalid_client` */
function authenticate(
  c: Context<Env>,
  parameters: Map<string, string>,
  clients: Map<string, Client>,
): Client {
  if (c.req.header('authorization') !== undefined)
    throw new Refusal('invalid_client', 'send client_id and client_secret in the body only', 401)
  const client = clients.get(required(parameters, 'client_id'))
  const secret = required(parameters, 'client_secret')
  if (!client || !sameSecret(secret, client.clientSecret))
    throw new Refusal('invalid_client', 'client_id or client_secret is wrong', 401)
  return client
}

/** @throws {Refusal} `invalid_grant`; from the moment it was found, the code is spent either way */
function redeemCode(parameters: Map<string, string>, client: Client, { grants }: Provider): Grant {
  if (required(parameters, 'grant_type') !== 'authorization_code')
    throw new Refusal('unsupported_grant_type', 'grant_type is not authorization_code')
  const redirectUri = required(parameters, 'redirect_uri')
  const verifier = required(parameters, 'code_verifier')
  const grant = grants.redeem(required(parameters, 'code'), client.clientId)

  if (redirectUri !== grant.request.redirectUri)
    throw new Refusal('invalid_grant', 'redirect_uri is not the one of the authorization request')
  if (!verifierForm.test(verifier))
    throw new Refusal('invalid_grant', 'code_verifier is not 43 to 128 unreserved characters')
  if (createHash('sha256').update(verifier).digest('base64url') !== grant.request.codeChallenge)
    throw new Refusal('invalid_grant', 'code_verifier does not match code_challenge')
  return grant
}

/** RFC 7636 §4.1. */
const verifierForm = /^[A-Za-z0-9._~-]{43,128}$/

/** Compares hashes, so that neither content nor length shows in the time it takes. */
function sameSecret(sent: string, registered: string): boolean {
  const hash = (secret: string) => createHash('sha256').update(secret).digest()
  return timingSafeEqual(hash(sent), hash(registered))
}

function mockpassBody(body: TokenBody, refreshToken: string, { request }: Grant) {
  return {
    ...body,
    refresh_token: refreshToken,
    expires_in: 86_400,
    scope: request.scopes.join(' '),
    token_type: 'Bearer',
  }
}
