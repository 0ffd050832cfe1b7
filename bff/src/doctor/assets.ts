import { headersOf } from '../http/page-rules.ts'
import { type Check, ok, type Seen, warning, wrong } from './check.ts'
import { differences } from './differences.ts'
import { missing } from './pages.ts'
import { type Answer, type Site, summary } from './site.ts'

/** That the scripts of the pages arrive small, whole, and once. */
export const assets: Check<Site>[] = [
  {
    what: 'assets are kept for good',
    expected: 'the headers that the build wrote down, immutable among them',
    mend: 'leave the headers of /assets/* as they are, or add those of headers.json in web/dist',
    look: (site) =>
      ofScript(site, 'br, gzip', async (answer, path) => {
        const { rules } = await site.build()
        const others = differences(answer, headersOf(rules, path))
        return others.length > 0 ? wrong(others.join(', ')) : ok('as built')
      }),
  },
  {
    what: 'assets are compressed',
    expected: 'Content-Encoding br or gzip for a browser',
    mend: 'pass Accept-Encoding on and keep one copy for each (Vary), or serve the .br and .gz files of web/dist',
    look: (site) =>
      ofScript(site, 'br, gzip', ({ headers }) => {
        const encoding = headers.get('Content-Encoding')
        return encoding ? ok(encoding) : wrong('no Content-Encoding')
      }),
  },
  {
    what: 'who cannot decompress gets assets plain',
    expected: 'no Content-Encoding without Accept-Encoding',
    mend: 'keep one copy of an asset for each Accept-Encoding: heed Vary',
    look: (site) =>
      // Asked after the other, which a cache would give out again.
      ofScript(site, 'br, gzip', () =>
        ofScript(site, 'identity', ({ headers }) => {
          const encoding = headers.get('Content-Encoding') ?? 'identity'
          return encoding === 'identity' ? ok('plain') : wrong(`Content-Encoding: ${encoding}`)
        }),
      ),
  },
  {
    what: 'an asset that is not there',
    expected: '404, which is kept by nobody: never a page in its place',
    mend: 'take /assets/* out of the rule that answers with a page where no file is',
    look: async (site) => missing(await site.ask(`/assets/doctor-${crypto.randomUUID()}.js`)),
  },
]

/** Looks at the first script of the landing page. */
async function ofScript(
  site: Site,
  encoding: string,
  look: (answer: Answer, path: string) => Seen | Promise<Seen>,
): Promise<Seen> {
  const { body } = await site.landing()
  const path = /"(\/assets\/[^"]+\.js)"/.exec(body)?.[1]
  if (!path) return warning('not seen, for the landing page names no script')
  const answer = await site.ask(path, { headers: { 'Accept-Encoding': encoding } })
  const script = /javascript/.test(answer.headers.get('Content-Type') ?? '')
  return answer.status === 200 && script ? look(answer, path) : wrong(summary(answer))
}
