import { pages as addresses } from '@sgid-login/shared'
import { headersOf } from '../http/page-rules.ts'
import { type Check, ok, type Seen, warning, wrong } from './check.ts'
import { differences } from './differences.ts'
import type { Answer, Site } from './site.ts'
import { summary } from './site.ts'

const shown = [
  addresses.landing,
  addresses.help,
  addresses.profile,
  `${addresses.error}/login_cancelled`,
]

/** That pages and assets are what the build made, and arrive as they should. */
export const pages: Check<Site>[] = [
  {
    what: 'pages are there',
    expected: `200 and HTML at ${shown.join(', ')}`,
    mend: 'serve the whole of web/dist, or give the BFF its WEB_ROOT',
    async look(site) {
      const answers = await Promise.all(shown.map(site.page))
      const wrongs = answers.flatMap((answer, i) =>
        answer.status === 200 && isHtml(answer) ? [] : `${shown[i]}: ${summary(answer)}`,
      )
      return wrongs.length > 0 ? wrong(wrongs.join(', ')) : ok(`${shown.length} pages`)
    },
  },
  {
    what: 'pages are of this build',
    expected: 'the rules for headers that the build here has',
    mend: 'look with the version that runs there; what follows is judged by the rules found there',
    async look(site) {
      const { live } = await site.build()
      if (!live) return warning('/headers.json is not there: judged by the build here')
      if (!site.local) return ok('judged by the rules found there')
      const same = JSON.stringify(live.rules) === JSON.stringify(site.local.rules)
      return same ? ok('they are') : warning('they are of another')
    },
  },
  headersOfPages(
    'the policy of pages',
    'leave Content-Security-Policy of pages as it is',
    (name) => name === 'Content-Security-Policy',
  ),
  headersOfPages(
    'how long pages are kept',
    'leave Cache-Control as it is (Cloudflare: Browser Cache TTL to "Respect Existing Headers")',
    (name) => name === 'Cache-Control',
  ),
  headersOfPages(
    'other headers of pages',
    'leave headers as they are, or add those of headers.json, _headers or headers.nginx in web/dist',
    (name) => !['Content-Security-Policy', 'Cache-Control'].includes(name),
  ),
  {
    what: 'nothing is at /doctor',
    expected: '404, which is kept by nobody',
    mend: 'have no page of the application answer for addresses where nothing is',
    look: async (site) => missing(await site.visit(`/doctor-${crypto.randomUUID()}`)),
  },
  {
    what: 'the port for the platform is not public',
    expected: '404 at /livez, /readyz, /metrics',
    mend: 'let nobody but the platform reach ADMIN_PORT',
    async look(site) {
      const answers = await Promise.all(
        ['/livez', '/readyz', '/metrics'].map((path) => site.visit(path)),
      )
      const open = answers.find((answer) => answer.status < 400 && !isHtml(answer))
      return open ? wrong(summary(open)) : ok('it is not')
    },
  },
]

function headersOfPages(
  what: string,
  mend: string,
  chosen: (name: string) => boolean,
): Check<Site> {
  return {
    what,
    expected: 'the headers that the build wrote down',
    mend,
    async look(site) {
      const { rules } = await site.build()
      if (rules.length === 0) return warning('not seen, for no build is here: npm run build')
      const found = await Promise.all(
        shown.map(async (path) => {
          const all = Object.entries(headersOf(rules, path))
          const sent = Object.fromEntries(all.filter(([name]) => chosen(name)))
          return differences(await site.page(path), sent).map((text) => `${path}: ${text}`)
        }),
      )
      const wrongs = found.flat()
      return wrongs.length > 0 ? wrong(wrongs.join(', ')) : ok('as built')
    },
  }
}

/** @returns what is wrong with the answer for something that is not there */
export function missing(answer: Answer): Seen {
  if (answer.status !== 404) return wrong(summary(answer))
  const life = answer.headers.get('Cache-Control') ?? ''
  const seconds = /(?:^|[\s,])(?:s-maxage|max-age)=["']?0*[1-9]/.test(life)
  return seconds ? wrong(`404 with Cache-Control: ${life}`) : ok('404')
}

/** HTML as it was asked for: as it is. */
function isHtml({ headers }: Answer): boolean {
  const type = headers.get('Content-Type') ?? ''
  return type.startsWith('text/html') && !headers.has('Content-Encoding')
}
