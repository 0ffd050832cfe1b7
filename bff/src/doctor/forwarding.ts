import { headers, paths } from '@sgid-login/shared'
import { setCookie } from '../http/cookies.ts'
import { type Check, ok, type Seen, warning, wrong } from './check.ts'
import {
  type Answer,
  authorizationRequest,
  destination,
  failureOf,
  loginCookies,
  problemOf,
  type Site,
  summary,
} from './site.ts'

const elsewhere = 'https://doctor.invalid'
const unseen = warning('not seen, for no login begins')

/** That what a browser sends arrives, and what the BFF answers comes back. */
export const forwarding: Check<Site>[] = [
  {
    what: `${headers.csrf} arrives`,
    expected: 'a call with it is answered, and one without it refused',
    mend: `pass the request header ${headers.csrf} on as it is, and never add it`,
    async look(site) {
      const [sent, unsent] = [await site.call(paths.session), await site.ask(paths.session)]
      if (problemOf(sent) === 'csrf_rejected') return wrong('a call with it is refused')
      if (problemOf(unsent) !== 'csrf_rejected') return wrong(`without it: ${summary(unsent)}`)
      return ok('a call without it is refused')
    },
  },
  {
    what: `${headers.echo} arrives and comes back`,
    expected: 'the answer repeats what was sent',
    mend: `pass ${headers.echo} on in both directions: by it a page knows an answer as its own`,
    async look(site) {
      const { headers: received } = await site.call(paths.session)
      return received.has(headers.echo) ? ok('it comes back') : wrong('the answer has none')
    },
  },
  {
    what: 'Sec-Fetch-Site and Origin arrive',
    expected: 'a call that says it is from another site is refused',
    mend: 'pass the request headers Origin and Sec-Fetch-* on as they are',
    async look(site) {
      const foreign = { 'Sec-Fetch-Site': 'cross-site' }
      const bySite = await site.call(paths.session, { headers: foreign })
      const old = { [headers.csrf]: '1', Origin: elsewhere }
      const byOrigin = await site.ask(paths.session, { headers: old })
      if (problemOf(bySite) !== 'csrf_rejected') return wrong('Sec-Fetch-Site does not arrive')
      if (problemOf(byOrigin) !== 'csrf_rejected') return wrong('Origin does not arrive')
      return ok('a call from another site is refused')
    },
  },
  {
    what: 'queries arrive',
    expected: 'returnTo at /auth/login, error and state at the callback',
    mend: 'pass the whole query of /auth/*, /api/* and the callback on, and leave its order as it is',
    async look(site) {
      const back = await site.cancelled()
      if (!back) return unseen
      const failure = failureOf(back)
      if (!failure || failure.code === 'login_mismatch')
        return wrong(`at the callback: ${summary(back)}`)
      return failure.returnTo === destination
        ? ok('at both')
        : wrong('returnTo is lost on /auth/login')
    },
  },
  {
    what: 'Set-Cookie comes back',
    expected: 'the cookie of a login, with all its attributes and no Domain',
    mend: 'leave Set-Cookie of /auth/* and the callback as it is',
    async look(site) {
      const out = await site.login()
      if (!authorizationRequest(out)) return unseen
      const cookies = loginCookies(out)
      if (cookies.length !== 1) return wrong('the answer of /auth/login sets no cookie')
      return cookies.every(untouched) ? ok('with its attributes') : wrong('its attributes differ')
    },
  },
  {
    what: 'cookies arrive',
    expected: 'the callback finds the cookie that /auth/login set',
    mend: 'pass the request header Cookie of /auth/*, /api/* and the callback on',
    async look(site) {
      const back = await site.cancelled()
      if (!back || loginCookies(await site.login()).length === 0)
        return warning('not seen, for no login sets a cookie')
      return cookieSeen(back)
    },
  },
]

function cookieSeen(back: Answer): Seen {
  const code = failureOf(back)?.code
  if (code === 'login_cancelled') return ok('the callback finds the cookie of the login')
  if (code === 'login_mismatch') return warning('not seen, for the query does not arrive')
  return wrong(`the callback: ${summary(back)}`)
}

/** Whether a cookie is one as we write it. */
function untouched(text: string): boolean {
  const [, name = '', value = '', maxAge] =
    /^([^=]+)=([^;]*);.*?(?:Max-Age=(\d+))?$/.exec(text) ?? []
  return text === setCookie(name, value, { sameSite: 'Lax', maxAge: Number(maxAge) })
}
