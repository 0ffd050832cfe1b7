import * as z from 'zod/mini'
import type { Config } from '../config.ts'
import { fromBase64 } from '../crypto.ts'
import { clockSkew } from '../provider/id-token.ts'
import { type Check, examine, type Finding, ok, type Seen, warning, wrong } from './check.ts'
import { type Answer, type Ask, summary } from './site.ts'

export interface Provider {
  config: Config
  /** To the origin of sgID. */
  ask: Ask
  /** Milliseconds since the epoch. */
  now: () => number
  /** Where a login would send the browser. */
  authorizationUrl: () => Promise<string>
}

const keySet = '/v2/.well-known/jwks.json'
const Jwk = z.looseObject({
  kty: z.string(),
  kid: z.optional(z.string()),
  use: z.optional(z.string()),
  alg: z.optional(z.string()),
  n: z.optional(z.string()),
})
const Jwks = z.object({ keys: z.array(Jwk).check(z.minLength(1)) })

/** sgID, as far as it can be seen: of one that does not answer there is no more to say. */
export async function examineProvider(provider: Provider): Promise<Finding[]> {
  const first = await examine([reachable], provider)
  const there = first.every(({ verdict }) => verdict === 'ok')
  return there ? [...first, ...(await examine(providerChecks, provider))] : first
}

const reachable: Check<Provider> = {
  what: 'sgID answers',
  expected: `200 and a key set at ${keySet}`,
  mend: 'let this machine reach SGID_HOSTNAME by https, or correct it',
  async look({ ask }) {
    const answer = await ask(keySet)
    const there = answer.status === 200 && keysOf(answer)
    return there ? ok('with its key set') : wrong(`${summary(answer)}, without a key set`)
  },
}

/** That it has good keys, our time, and knows this service. */
export const providerChecks: Check<Provider>[] = [
  {
    what: 'keys of sgID',
    expected: 'RSA keys with 2048 bits or more, for signatures, each with a name of its own',
    mend: 'correct SGID_HOSTNAME; ask sgID when it is right',
    look: async ({ ask }) => keysSeen(keysOf(await ask(keySet)) ?? []),
  },
  {
    what: 'clock',
    expected: `within ${clockSkew} s of the clock of sgID`,
    mend: 'have the clock of this machine set by the network (NTP): tokens are refused otherwise',
    async look({ ask, now }) {
      const before = now()
      const date = Date.parse((await ask(keySet)).headers.get('Date') ?? '')
      if (Number.isNaN(date)) return warning('sgID does not say what time it is')
      // It counts whole seconds, and takes a while to say so.
      const ahead = Math.round(((before + now()) / 2 - date - 500) / 1000)
      const seen = `${Math.abs(ahead)} s ${ahead < 0 ? 'behind' : 'ahead of'} the clock of sgID`
      return Math.abs(ahead) <= clockSkew ? ok(seen) : wrong(seen)
    },
  },
  {
    what: 'registration',
    expected: 'sgID shows a person its page for this client, redirect URI and scopes',
    mend: 'register SGID_REDIRECT_URI as it is set, and ask for no other SGID_SCOPES than the registered ones',
    async look({ ask, authorizationUrl }) {
      const { pathname, search } = new URL(await authorizationUrl())
      const answer = await ask(pathname + search)
      if (answer.status >= 500) return warning(`sgID answers ${summary(answer)}`)
      return answer.status < 400
        ? ok('sgID takes the request')
        : wrong(`sgID answers ${summary(answer)}`)
    },
  },
  {
    what: 'client secret',
    expected: 'sgID knows SGID_CLIENT_ID and SGID_CLIENT_SECRET, and refuses a made-up code alone',
    mend: 'copy both from the registration at sgID: they may be swapped, mistyped, of another client, or expired',
    async look({ ask, config }) {
      const form = new URLSearchParams({
        grant_type: 'authorization_code',
        code: `doctor-${crypto.randomUUID()}`,
        redirect_uri: config.redirectUri,
        client_id: config.clientId,
        client_secret: config.clientSecret,
        code_verifier: `${crypto.randomUUID()}${crypto.randomUUID()}`,
      })
      const headers = { 'Content-Type': 'application/x-www-form-urlencoded' }
      return clientSeen(await ask('/v2/oauth/token', { method: 'POST', headers, body: `${form}` }))
    },
  },
]

function keysOf({ body }: Answer): z.infer<typeof Jwk>[] | undefined {
  try {
    return Jwks.safeParse(JSON.parse(body)).data?.keys
  } catch {
    return undefined
  }
}

/** @see RFC 7517 §4, RFC 7518 §3.3 (2048 bits) */
function keysSeen(keys: z.infer<typeof Jwk>[]): Seen {
  const signing = keys.filter(
    ({ kty, use = 'sig', alg = 'RS256' }) => kty === 'RSA' && use === 'sig' && alg === 'RS256',
  )
  if (signing.length === 0) return wrong('no RSA key for signatures')
  const names = signing.map(({ kid }) => kid)
  if (new Set(names).size < names.length) return wrong('two keys have one name')
  const sizes = signing.map(({ n = '' }) => bits(n))
  const seen = `RSA ${sizes.join(' and ')}`
  return Math.min(...sizes) < 2048 ? wrong(seen) : ok(seen)
}

function bits(modulus: string): number {
  try {
    return fromBase64(modulus).length * 8
  } catch {
    return 0
  }
}

/** @see RFC 6749 §5.2 */
function clientSeen({ status, body }: Answer): Seen {
  const error = /"error"\s*:\s*"(\w+)"/.exec(body)?.[1]
  const refused = ['invalid_client', 'unauthorized_client', 'access_denied'].includes(error ?? '')
  if (status === 401 || status === 403 || refused) return wrong(`sgID answers ${status}`)
  if (error === 'invalid_grant') return ok('sgID knows them')
  return warning(`sgID answers ${status} and does not say whether it knows them`)
}
