import { Hono } from 'hono'
import { paths } from './endpoints.ts'
import { keySetFaults, keySetRewrites } from './faults/key-set.ts'
import type { Env, Provider } from './provider.ts'
import { scopes } from './scopes.ts'

/** The signing keys, and the discovery document. */
export function keyRoutes({ issuer, keys }: Provider) {
  const origin = new URL(issuer).origin

  return new Hono<Env>()
    .get(paths.keys, async (c) => {
      const { faults } = c.var
      const spoiled = await faults.first(keySetFaults)?.answer(c.req.raw)
      if (spoiled) return spoiled
      const rewrite = faults.first(keySetRewrites)?.rewrite
      const published = keys.published()
      return c.json({ keys: rewrite ? await rewrite(published) : published })
    })
    .get(paths.configuration, (c) =>
      c.json({
        issuer,
        authorization_endpoint: origin + paths.authorize,
        token_endpoint: origin + paths.token,
        userinfo_endpoint: origin + paths.userInfo,
        jwks_uri: origin + paths.keys,
        scopes_supported: scopes,
        response_types_supported: ['code'],
        response_modes_supported: ['query'],
        grant_types_supported: ['authorization_code'],
        subject_types_supported: ['pairwise'],
        id_token_signing_alg_values_supported: ['RS256'],
        token_endpoint_auth_methods_supported: ['client_secret_post'],
        code_challenge_methods_supported: ['S256'],
        claims_supported: ['iss', 'sub', 'aud', 'iat', 'exp', 'nonce'],
      }),
    )
}
