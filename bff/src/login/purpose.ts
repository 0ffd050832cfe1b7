import type { AppConfig } from '../app-config.ts'
import { BffError } from '../errors.ts'
import type { Session } from '../session/session.ts'

/** What logins ask for: the scopes of a purpose of LOGIN_PURPOSES, or without one SGID_SCOPES. */
export function createPurposes({ scopes, purposes }: Pick<AppConfig, 'scopes' | 'purposes'>) {
  const of = (session: Session) => session.aside().login.purpose?.scopes ?? scopes

  return {
    /**
     * The purpose that a page asks for by its name; it has no other way to ask for a scope.
     *
     * @param values every `purpose` of the query. Without LOGIN_PURPOSES nobody looks at them
     * @throws {BffError} `not_found` for a name that is not in the setting, or is one of two
     */
    asked(values: string[] | undefined): string | undefined {
      if (purposes.size === 0 || values === undefined) return undefined
      const [name = '', ...more] = values
      if (more.length === 0 && purposes.has(name)) return name
      throw new BffError('not_found', 'no such purpose in LOGIN_PURPOSES')
    },

    /**
     * What the login of a purpose asks for.
     *
     * @throws {BffError} `login_expired` when the setting has changed since the login began
     */
    scopesOf(purpose: string | undefined): string[] {
      const asked = purpose === undefined ? scopes : purposes.get(purpose)
      if (asked) return asked
      throw new BffError('login_expired', 'purpose of the login is no longer in LOGIN_PURPOSES')
    },

    /** Whether a session's login has asked for all that a purpose needs. */
    served(purpose: string | undefined, session: Session): boolean {
      if (purpose === undefined) return true
      const had = of(session)
      return (purposes.get(purpose) ?? []).every((scope) => had.includes(scope))
    },
  }
}
