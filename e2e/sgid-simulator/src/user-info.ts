import { Hono } from 'hono'
import { paths } from './endpoints.ts'
import { blockKeyFaults } from './faults/block-key.ts'
import { fieldFaults } from './faults/field.ts'
import { userInfoFaults } from './faults/user-info.ts'
import { userInfoBodyFaults } from './faults/user-info-body.ts'
import { valueFaults } from './faults/values.ts'
import type { Grant } from './grants.ts'
import type { Env, Provider } from './provider.ts'
import { Refusal } from './refusal.ts'
import { createBlockKey, sealBlockKey, sealField } from './sealing.ts'

/** Who logged in, and their data encrypted to the client. */
export function userInfoRoutes(provider: Provider) {
  const { dialect, layout } = provider

  return new Hono<Env>().get(paths.userInfo, async (c) => {
    const { entry, faults } = c.var
    const spoiled = await faults.first(userInfoFaults)?.answer(c.req.raw)
    if (spoiled) return spoiled

    const grant = authorized(c.req.header('authorization'), provider)
    const { client } = grant.request
    entry.client = client.clientId
    const sub = grant.subject

    const values = faults
      .all(valueFaults)
      .reduce((draft, fault) => fault.values(draft), sharedValues(grant, dialect))
    if (values.length === 0)
      return faults.first(userInfoBodyFaults)?.rewrite({ sub }) ?? c.json({ sub })

    const blockKey = createBlockKey(layout)
    const forgeKey = faults.first(blockKeyFaults)?.forge
    const key = forgeKey
      ? await forgeKey(blockKey, { client, layout })
      : await sealBlockKey(JSON.stringify(blockKey.jwk), client, layout)

    const data = await Promise.all(
      values.map(
        async ([name, value]) => [name, await sealField(value, blockKey, layout)] as const,
      ),
    )
    const forgeField = faults.first(fieldFaults)?.forge
    const [first, ...rest] = data
    const fields =
      forgeField && first
        ? [[first[0], await forgeField(first[1], blockKey)] as const, ...rest]
        : data

    const answer = { sub, key, data: Object.fromEntries(fields) }
    return faults.first(userInfoBodyFaults)?.rewrite(answer) ?? c.json(answer)
  })
}

/** @throws {Refusal} `invalid_token`, RFC 6750 §3.1 */
function authorized(authorization: string | undefined, { grants }: Provider): Grant {
  const token = /^Bearer ([A-Za-z0-9._~+/-]+=*)$/i.exec(authorization ?? '')?.[1]
  const grant = token === undefined ? undefined : grants.byAccessToken(token)
  if (!grant)
    throw new Refusal(
      'invalid_token',
      'the access token is missing, unknown, expired or revoked',
      401,
    )
  return grant
}

/** Scope and value of what was asked for. What the records do not hold is `NA`. */
function sharedValues(
  { request, persona }: Grant,
  dialect: Provider['dialect'],
): [string, string][] {
  const unasked = dialect === 'mockpass' ? ['myinfo.nric_number'] : []
  const asked = persona.sharesNothing ? [] : request.scopes.filter((scope) => scope !== 'openid')
  return [...new Set([...asked, ...unasked])].map((scope) => [scope, persona.data[scope] ?? 'NA'])
}
