import * as z from 'zod/mini'
import { type Upstream, upstreamKeysPath } from '../api/upstream.ts'
import { type Check, ok, type Seen, warning, wrong } from './check.ts'
import { unreached } from './here.ts'
import { type Answer, type Ask, type Site, summary } from './site.ts'

export interface Behind {
  upstream: Upstream
  /** To its origin. */
  ask: Ask
  /** What answers at our public origin, where it fetches our keys. */
  site: Site
}

const Jwks = z.object({ keys: z.array(z.object({ kid: z.string() })) })

/** That the service behind this one is there, and can know us. Without a token it says what it likes. */
export const upstreamChecks: Check<Behind>[] = [
  {
    what: 'service behind',
    expected: 'an answer at UPSTREAM_URL, of any status below 500',
    mend: 'start it, let this machine reach it, or correct UPSTREAM_URL; NODE_EXTRA_CA_CERTS adds an authority',
    async look({ upstream, ask }) {
      const answer = await ask(new URL(upstream.url).pathname)
      const seen = `it answers ${summary(answer)}`
      return answer.status < 500 ? ok(seen) : warning(seen, 'see what it says of itself')
    },
  },
  {
    what: 'signing key',
    expected: `what belongs to UPSTREAM_PRIVATE_KEY at ${upstreamKeysPath} of the public origin`,
    mend: 'restart every instance with these settings, and have /api/* lead to them',
    async look({ upstream, site }) {
      try {
        return publishedSeen(upstream, await site.ask(upstreamKeysPath))
      } catch (error) {
        return unreached(site.origin, error)
      }
    },
  },
]

function publishedSeen({ keys }: Upstream, answer: Answer): Seen {
  const published = kidsOf(answer)
  if (!published) return wrong(`${upstreamKeysPath} answers ${summary(answer)}`)
  const [signs = '', ...others] = keys.map(({ publicJwk }) => publicJwk.kid)
  if (!published.includes(signs)) return wrong(`${signs}, which signs, is not published`)
  const missing = others.find((kid) => !published.includes(kid))
  return missing === undefined ? ok(`${signs} signs`) : warning(`${missing} is not published yet`)
}

function kidsOf({ status, body }: Answer): string[] | undefined {
  if (status !== 200) return undefined
  try {
    return Jwks.safeParse(JSON.parse(body)).data?.keys.map(({ kid }) => kid)
  } catch {
    return undefined
  }
}
