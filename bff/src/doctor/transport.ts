import { paths } from '@sgid-login/shared'
import { strictTransport } from '../http/answer.ts'
import { isLoopback } from '../setting.ts'
import { type Check, ok, warning, wrong } from './check.ts'
import { type Site, summary } from './site.ts'

const day = 24 * 60 * 60 * 1000

/** The way to the site, before anything of it is looked at. */
export const transport: Check<Site>[] = [
  {
    what: 'the site answers',
    expected: 'a page at /',
    mend: 'see that the name leads to the CDN, the CDN to the service, and that certificates are good',
    async look(site) {
      const answer = await site.landing()
      if (answer.headers.get('cf-mitigated') === 'challenge')
        return wrong('a challenge page', 'let requests through that are no browser’s')
      return answer.status === 200 ? ok(summary(answer)) : wrong(summary(answer))
    },
  },
  {
    what: 'https',
    expected: 'https, but for localhost',
    mend: 'give the site a certificate, and people its https address alone',
    look: ({ origin, secure }) =>
      secure || isLoopback(new URL(origin)) ? ok(new URL(origin).protocol) : wrong('plain http'),
  },
]

/** What there is to see of https where it is spoken. */
export const security: Check<Site>[] = [
  {
    what: 'the certificate',
    expected: 'good for two weeks at least',
    mend: 'renew it, and see why that did not happen by itself',
    async look(site) {
      const until = (await site.landing()).certifiedUntil
      if (!until) return warning('not seen')
      const days = Math.floor((until.getTime() - site.now()) / day)
      return days < 14 ? warning(`${days} days left`) : ok(`${days} days left`)
    },
  },
  {
    what: 'browsers stay with https',
    expected: `Strict-Transport-Security: ${strictTransport}, on pages and on answers of the BFF`,
    mend: 'leave Strict-Transport-Security as it is, or have the CDN send it for a year at least',
    async look(site) {
      const answers = [await site.landing(), await site.call(paths.session)]
      const values = answers.map(({ headers }) => headers.get('Strict-Transport-Security'))
      const short = values.find(
        (value) => Number(/max-age="?(\d+)/.exec(value ?? '')?.[1] ?? 0) * 1000 < 365 * day,
      )
      return short === undefined ? ok('for a year or longer') : wrong(short ?? 'not sent')
    },
  },
]

/** Where both have their usual ports. */
export function plainHttp(ask: Site['ask']): Check<Site> {
  return {
    what: 'plain http leads to https',
    expected: '301 or 308 to https, or nobody listens',
    mend: 'answer http with a redirect to https and with nothing else (Cloudflare: Always Use HTTPS)',
    async look({ origin }) {
      const answer = await ask('/').catch(() => undefined)
      if (!answer) return ok('nobody listens')
      const place = answer.headers.get('Location') ?? ''
      const leads = [301, 302, 307, 308].includes(answer.status) && place.startsWith(`${origin}/`)
      return leads ? ok(summary(answer)) : wrong(summary(answer))
    },
  }
}
