import { headers, pages, paths } from '@sgid-login/shared'
import { type Check, ok, wrong } from './check.ts'
import { type Answer, loginAddress, type Site } from './site.ts'

const mend =
  'have every cache pass /auth/*, /api/* and the callback on, each request by itself, and keep nothing of them (docs/deploy/README.md)'

/** That nothing is kept which belongs to one person, or to one request. */
export const caching: Check<Site>[] = [
  kept('reads are not kept', (site) => site.call(paths.session)),
  kept('logins are not kept', (site) => site.visit(loginAddress)),
  kept('errors are not kept', (site) => site.call('/auth/doctor')),
  // Some keep whatever looks like a file, wherever it comes from.
  kept('data with a file’s name is not kept', (site) => site.call(`${paths.userInfo}/doctor.css`)),
  {
    ...kept('the profile is not kept', (site) => site.visit(pages.profile)),
    mend: 'have caches heed Cache-Control: no-store of /profile',
  },
]

/** Three times, for a cache may begin to keep what was asked for twice. */
function kept(what: string, read: (site: Site) => Promise<Answer & { tag?: string }>): Check<Site> {
  return {
    what,
    expected:
      'three times asked, three answers of their own: no Age, no HIT, the X-Echo that was sent',
    mend,
    async look(site) {
      const answers = [await read(site), await read(site), await read(site)]
      const sign = answers.map(signOfCache).find(Boolean) ?? signOfSameness(answers)
      return sign ? wrong(sign) : ok('three reads, three answers')
    },
  }
}

/** What in one answer says that it was not made for this request. */
function signOfCache(answer: Answer & { tag?: string }): string | undefined {
  const echo = answer.headers.get(headers.echo)
  if (answer.tag && echo && echo !== answer.tag) return 'an answer that was made for somebody else'
  const age = answer.headers.get('Age')
  if (Number(age) > 0) return `Age: ${age}`
  return [...answer.headers].find(isHit)?.join(': ')
}

/** As caches say it: nginx, Varnish, Cloudflare, CloudFront, Fastly, Akamai. @see RFC 9211 §2.1 */
function isHit([name, value]: [string, string]): boolean {
  if (name === 'x-varnish') return /\d \d/.test(value)
  if (name === 'x-cache-hits') return /[1-9]/.test(value)
  const says = name.includes('cache') && !name.endsWith('control')
  return says && /(?<![a-z])(hit|stale|updating|revalidated)(?![a-z])/i.test(value)
}

function signOfSameness(answers: Answer[]): string | undefined {
  const references = answers.flatMap(({ headers }) => headers.get('X-Request-Id') ?? [])
  const same = new Set(references).size < references.length
  return same ? 'one answer more than once: X-Request-Id is the same' : undefined
}
