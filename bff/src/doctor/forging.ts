import { type Check, ok, wrong } from './check.ts'
import { type Answer, authorizationRequest, type Site, summary } from './site.ts'

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
      const callback = authorizationRequest(await site.login())?.redirectUri.pathname
      for (const path of ['/auth/login', callback ?? '/auth/callback', '/auth/doctor']) {
        const [plain, answer] = [await site.visit(path), await site.visit(path, { headers })]
        if (repeats(answer)) return wrong(`the answer at ${path} holds the forged name`)
        const refused = answer.status >= 400
        if (!refused && outcome(answer) !== outcome(plain))
          return wrong(`${path}: ${summary(answer)}`)
      }
      return ok('it is refused, or changes nothing')
    },
  }
}

/** What is the same whenever one asks. */
function outcome(answer: Answer): string {
  return `${summary(answer)} ${authorizationRequest(answer)?.redirectUri}`
}

function repeats({ status, headers, body }: Answer): boolean {
  if ([...headers].some(([, value]) => value.includes(forged))) return true
  // Somebody else's refusal may well say what it refuses.
  return status < 400 && body.includes(forged)
}
