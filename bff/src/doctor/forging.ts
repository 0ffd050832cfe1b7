import { type Check, ok, wrong } from './check.ts'
import { type Answer, authorizationRequest, type Site } from './site.ts'

/** A name that nobody can have. @see RFC 2606 §2 */
const forged = 'doctor.invalid'

/** That a visitor cannot say what the service is called. */
export const forging: Check<Site>[] = [
  withForged('Host', { Host: forged }),
  withForged('X-Forwarded-Host', {
    'X-Forwarded-Host': forged,
    'X-Forwarded-Server': forged,
    'X-Original-Host': forged,
    'X-Host': forged,
    Forwarded: `host=${forged};proto=http`,
    'X-Forwarded-Proto': 'http',
  }),
]

function withForged(what: string, headers: Record<string, string>): Check<Site> {
  return {
    what: `a forged ${what} changes nothing`,
    expected: 'a refusal, or the answer to the true one',
    mend: `build no address from ${what}: write the name of the site where redirects are made or rewritten`,
    async look(site) {
      const begun = authorizationRequest(await site.login())
      const addresses = [
        '/auth/login',
        begun?.redirectUri.pathname ?? '/auth/callback',
        '/auth/doctor',
      ]
      const answers = await Promise.all(addresses.map((path) => site.visit(path, { headers })))
      if (answers.some(repeats)) return wrong('the answer holds the forged name')
      const [login] = answers
      if (!login || login.status >= 400) return ok('it is refused')
      const redirectUri = authorizationRequest(login)?.redirectUri.href
      if (begun && redirectUri !== undefined && redirectUri !== begun.redirectUri.href)
        return wrong('a login comes back to another address')
      return ok('the answers are the same')
    },
  }
}

function repeats({ status, headers, body }: Answer): boolean {
  if ([...headers].some(([, value]) => value.includes(forged))) return true
  // Somebody else's refusal may well say what it refuses.
  return status < 400 && body.includes(forged)
}
