import { type SensitiveScope, sensitive, type UserInfo } from '@sgid-login/shared'
import { BffError } from '../errors.ts'
import { type Redacted, redacted } from '../observe/redacted.ts'
import type { Session } from '../session/session.ts'

/** Of some scopes, those whose values a page shows as they are. */
export type OpenScope<S extends string> = Exclude<S, SensitiveScope>
/**
 * Of some scopes, those whose values a page masks. Of a list that is known at run time alone, all.
 */
export type HiddenScope<S extends string> = string extends S ? S : Extract<S, SensitiveScope>

/** The signed-in person as a route sees them: the scopes that it named, and no others. */
export interface ApiUserInfo<S extends string> {
  /**
   * This person at this client, at most 255 characters: another client sees another value.
   *
   * @see OpenID Connect Core §8.1
   */
  sub: string
  /** Scope → the string exactly as decrypted; `NA` when there is no record. */
  data: Record<OpenScope<S>, string>
  /**
   * Scope → a value that the page masks. Put into JSON or a log it prints `[redacted]`; `reveal()`
   * gives the string, for what the service itself does with it.
   */
  sensitive: Record<HiddenScope<S>, Redacted<string>>
}

/**
 * What of a session a route sees that named some scopes. Every one of them has a value.
 *
 * @param asked the scopes of a login that was for no purpose in particular
 * @returns a function of the session, which throws {@link BffError} `insufficient_scope` when the
 * login did not ask for one of them, and `data_unavailable` when sgID left one out
 */
export function userInfoFor<S extends string>(scopes: readonly S[], asked: readonly string[]) {
  const open = scopes.filter(isOpen)
  const hidden = scopes.filter(isSensitive)

  return (session: Session): ApiUserInfo<S> => {
    const { sub, data }: UserInfo = JSON.parse(decoder.decode(session.userInfo.reveal()))
    // A sensitive value that is not there, `NA`, is nothing to hide: it stands among the others.
    const all = hidden.length > 0 ? { ...data, ...session.aside().sensitive } : data
    const values = chosen(all, open, (value) => value)
    const secrets = chosen(all, hidden, redacted)
    if (has(values, open) && has(secrets, hidden)) return { sub, data: values, sensitive: secrets }
    throw lacking(scopes, all, session.aside().login.purpose?.scopes ?? asked)
  }
}

const decoder = new TextDecoder()

function isSensitive<S extends string>(scope: S): scope is HiddenScope<S> {
  return sensitive(scope)
}

function isOpen<S extends string>(scope: S): scope is OpenScope<S> {
  return !sensitive(scope)
}

function chosen<T>(
  all: Record<string, string>,
  scopes: readonly string[],
  wrapped: (value: string) => T,
): Record<string, T> {
  const values: Record<string, T> = {}
  for (const scope of scopes) {
    const value = all[scope]
    // What every object has under a name, `constructor` for one, is no text.
    if (typeof value === 'string') values[scope] = wrapped(value)
  }
  return values
}

function has<S extends string, T>(
  values: Record<string, T>,
  scopes: readonly S[],
): values is Record<S, T> {
  return scopes.every((scope) => Object.hasOwn(values, scope))
}

function lacking(scopes: readonly string[], all: object, asked: readonly string[]): BffError {
  const unasked = scopes.filter((scope) => !Object.hasOwn(all, scope) && !asked.includes(scope))
  return unasked.length > 0
    ? new BffError('insufficient_scope', `login did not ask for ${unasked.join(' ')}`)
    : new BffError('data_unavailable', 'sgID left out a scope that a route needs')
}
