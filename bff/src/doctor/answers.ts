import { paths } from '@sgid-login/shared'
import { dynamicHeaders } from '../http/answer.ts'
import { type Check, ok, type Seen, warning, wrong } from './check.ts'
import { differences } from './differences.ts'
import {
  type Answer,
  authorizationRequest,
  failureOf,
  loginAddress,
  problemOf,
  type Site,
  summary,
} from './site.ts'

/** That the BFF answers what it should, whatever is asked. */
export const answers: Check<Site>[] = [
  {
    what: 'the BFF answers',
    expected: 'JSON of the BFF at /auth/session',
    mend: 'have /auth/* and /api/* lead to the BFF, and look into its log',
    async look(site) {
      const answer = await site.call(paths.session)
      // That its headers arrive is another check.
      if (answer.status === 200 && isJson(answer)) return sgidSeen(answer)
      const problem = problemOf(answer)
      if (problem === 'csrf_rejected') return ok('it refuses')
      if (problem === 'store_unavailable')
        return wrong(summary(answer), 'see what keeps SESSION_STORE from answering: npm run doctor')
      if (problem === 'rate_limited')
        return wrong(summary(answer), 'set TRUSTED_PROXIES, or wait for a minute')
      return wrong(summary(answer))
    },
  },
  {
    what: 'a login begins',
    expected: '303 to sgID, and back to this very origin',
    mend: 'set SGID_REDIRECT_URI to the address that sgID knows, at the origin that people see',
    async look(site) {
      const out = await site.login()
      const request = authorizationRequest(out)
      if (!request)
        return wrong(summary(out), 'have /auth/login lead to the BFF, and its answer back')
      const back = request.redirectUri.origin
      if (sameSite(back, site.origin)) return ok(`at ${request.url.host}, and back to ${back}`)
      return wrong(`sgID sends people back to ${back}, not to ${site.origin}`)
    },
  },
  {
    what: 'POST arrives',
    expected: '204 or 303 of /auth/logout',
    mend: 'let GET and POST, with any header, through to /auth/* and /api/*',
    async look(site) {
      const answer = await site.call(paths.logout, { method: 'POST' })
      // Which headers come with it is another check: without them it is a form, or refused.
      const arrived = [204, 303].includes(answer.status) || problemOf(answer) === 'csrf_rejected'
      return arrived ? ok(summary(answer)) : wrong(summary(answer))
    },
  },
  {
    what: 'other methods are refused',
    expected: '405 with Allow, in JSON of the BFF',
    mend: 'let the BFF answer methods that it does not take',
    async look(site) {
      const answer = await site.call(paths.session, { method: 'PUT' })
      const allow = answer.headers.get('Allow')
      if (problemOf(answer) !== 'method_not_allowed') return wrong(summary(answer))
      return allow ? ok(`405, Allow: ${allow}`) : wrong('405 without Allow')
    },
  },
  {
    what: 'redirects come back as sent',
    expected: 'a failed login goes on to a page of this origin',
    mend: 'rewrite no Location: what the BFF writes is right for people (nginx: proxy_redirect off)',
    async look(site) {
      const failure = failureOf((await site.cancelled()) ?? (await site.visit('/auth/callback')))
      if (!failure) return warning('not seen, for the callback does not answer')
      const right = failure.relative || sameSite(failure.origin, site.origin)
      return right ? ok('to this origin') : wrong(`to ${failure.origin}`)
    },
  },
  harmless('HEAD', { method: 'HEAD' }),
  harmless('a prefetch', { headers: { 'Sec-Purpose': 'prefetch' } }),
  harmless('an image’s load', {
    headers: { 'Sec-Fetch-Dest': 'image', 'Sec-Fetch-Mode': 'no-cors' },
  }),
  ...['/auth/doctor', '/api/doctor'].map((path) => ({
    what: `nothing is at ${path}`,
    expected: '404 in JSON of the BFF, never a page',
    mend: 'have no error page and no page of the application take the place of the BFF’s answer',
    async look(site: Site) {
      const answer = await site.call(path)
      return problemOf(answer) === 'not_found' ? ok(summary(answer)) : wrong(summary(answer))
    },
  })),
  {
    what: 'headers of the BFF come back',
    expected: 'as it sent them, with X-Request-Id',
    mend: 'leave the headers of its answers as they are',
    async look(site) {
      const answer = await site.call(paths.session)
      const others = differences(answer, dynamicHeaders)
      if (!answer.headers.has('X-Request-Id')) others.push('X-Request-Id is missing')
      return others.length > 0 ? wrong(others.join(', ')) : ok('as sent')
    },
  },
  {
    what: 'no other origin may read',
    expected: 'no Access-Control-Allow-Origin',
    mend: 'remove what adds CORS headers: the service has one origin',
    async look(site) {
      const { headers: received } = await site.call(paths.session, {
        headers: { Origin: site.origin },
      })
      const allowed = received.get('Access-Control-Allow-Origin')
      return allowed ? wrong(`Access-Control-Allow-Origin: ${allowed}`) : ok('none')
    },
  },
]

function sgidSeen({ body }: Answer): Seen {
  if (!body.includes('"signIn":"unavailable"')) return ok('200 with JSON')
  return warning('200, and it says that sgID does not answer', 'look at sgID: npm run doctor')
}

function isJson({ headers }: Answer): boolean {
  return headers.get('Content-Type')?.startsWith('application/json') ?? false
}

/** On one machine a name and an address of the loopback are one place. */
function sameSite(one: string, other: string): boolean {
  const plain = (origin: string) => origin.replace('//localhost', '//127.0.0.1')
  return plain(one) === plain(other)
}

/** What a browser, a scanner of mail or a cache loads by itself, before anybody wants to log in. */
function harmless(what: string, question: Parameters<Site['ask']>[1]): Check<Site> {
  return {
    what: `${what} begins no login`,
    expected: 'a refusal without Set-Cookie and Location',
    mend: 'let the BFF answer it: pass its method and its Sec-* headers on, and answer from no cache',
    async look(site) {
      const { headers: received, ...answer } = await site.visit(loginAddress, question)
      const began = received.has('Location') || received.has('Set-Cookie') || answer.status < 400
      return began ? wrong(summary({ ...answer, headers: received })) : ok(`${answer.status}`)
    },
  }
}
