import { createPublicKey, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { CompactEncrypt, exportJWK, generateKeyPair } from 'jose'
import { Provider } from 'oidc-provider'
import type { Client } from 'sgid-simulator'
import * as z from 'zod'

export const person = { accountId: 'amy', name: 'AMY TAN' }

const scopes = ['openid', 'myinfo.name']
const interaction = '/interaction/'

/**
 * A certified OpenID provider whose endpoints stand where sgID's stand, on a free port of this
 * machine. It checks by itself all that the standards let it check. Ours are the page with two
 * buttons and the encryption of user info, which is sgID's own.
 *
 * @param sealed false: user info is plain JSON and the issuer the origin, as of another provider
 */
export async function startOidcProvider(client: Client, { sealed = true } = {}) {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = z.object({ port: z.number() }).parse(server.address())
  const origin = `http://127.0.0.1:${port}`

  const provider = new Provider(sealed ? `${origin}/v2` : origin, {
    routes: {
      authorization: '/v2/oauth/authorize',
      token: '/v2/oauth/token',
      userinfo: '/v2/oauth/userinfo',
      jwks: '/v2/.well-known/jwks.json',
    },
    clients: [
      {
        client_id: client.clientId,
        client_secret: client.clientSecret,
        redirect_uris: client.redirectUris,
        token_endpoint_auth_method: 'client_secret_post',
        scope: scopes.join(' '),
      },
    ],
    jwks: { keys: [await signingKey()] },
    cookies: { keys: [randomBytes(32).toString('base64url')] },
    pkce: { required: () => true },
    scopes,
    claims: { openid: ['sub'], 'myinfo.name': ['myinfo.name'] },
    findAccount: (_context, accountId) => ({
      accountId,
      claims: () => ({ sub: accountId, 'myinfo.name': person.name }),
    }),
    interactions: { url: (_context, { uid }) => `${interaction}${uid}` },
    features: { devInteractions: { enabled: false } },
  })

  provider.use(async (context, next) => {
    if (!context.path.startsWith(interaction)) return next()
    if (context.method === 'GET') {
      context.body = '<form method="post"><button>Allow</button></form>'
      return
    }
    const grant = new provider.Grant({ clientId: client.clientId, accountId: person.accountId })
    grant.addOIDCScope(scopes.join(' '))
    const answer =
      context.querystring === 'deny'
        ? { error: 'access_denied' }
        : { login: { accountId: person.accountId }, consent: { grantId: await grant.save() } }
    context.status = 303
    context.redirect(await provider.interactionResult(context.req, context.res, answer))
  })

  provider.use(async (context, next) => {
    await next()
    if (!sealed || context.path !== '/v2/oauth/userinfo' || context.status !== 200) return
    context.body = await seal(z.record(z.string(), z.string()).parse(context.body), client)
  })

  /** Why it refused, in words that it tells no client. */
  const refusals: (string | undefined)[] = []
  provider.on('grant.error', (_context, { error, error_detail }) =>
    refusals.push(error_detail ?? error),
  )
  provider.on('authorization.error', (_context, { error_description }) =>
    refusals.push(error_description),
  )

  server.on('request', provider.callback())
  return {
    origin,
    refusals,
    async stop() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

async function signingKey() {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true })
  return { ...(await exportJWK(privateKey)), kid: 'one', alg: 'RS256', use: 'sig' }
}

/** User info as sgID sends it: the claims under a fresh block key, the block key to the client. */
async function seal({ sub, ...claims }: Record<string, string>, client: Client) {
  const blockKey = randomBytes(32)
  const encrypted = Object.entries(claims).map(async ([scope, value]) => {
    const jwe = new CompactEncrypt(new TextEncoder().encode(value))
    jwe.setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
    return [scope, await jwe.encrypt(blockKey)]
  })
  const jwk = { kty: 'oct', k: blockKey.toString('base64url') }
  const key = new CompactEncrypt(new TextEncoder().encode(JSON.stringify(jwk)))
  key.setProtectedHeader({ alg: 'RSA-OAEP-256', enc: 'A256GCM' })
  return {
    sub,
    key: await key.encrypt(createPublicKey(client.publicKey)),
    data: Object.fromEntries(await Promise.all(encrypted)),
  }
}

/**
 * Plays the person's browser at the provider, from the authorization request to the way back.
 *
 * @returns the first answer that is no page and no redirect of the provider's own
 */
export async function answerConsent(url: string, choice: 'allow' | 'deny' = 'allow') {
  const { origin } = new URL(url)
  const cookies = new Map<string, string>()

  const request = async (address: URL, method: string) => {
    const Cookie = [...cookies].map((pair) => pair.join('=')).join('; ')
    const response = await fetch(address, { method, headers: { Cookie }, redirect: 'manual' })
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      cookies.set(name, value)
    }
    return response
  }

  let at = new URL(url)
  let response = await request(at, 'GET')
  for (;;) {
    const next = new URL(response.headers.get('Location') ?? at, at)
    const page = response.status === 200 && at.pathname.startsWith(interaction)
    if (page) {
      response = await request(new URL(choice === 'deny' ? '?deny' : '', at), 'POST')
      continue
    }
    if (response.status < 300 || response.status >= 400 || next.origin !== origin) return response
    at = next
    response = await request(at, 'GET')
  }
}
