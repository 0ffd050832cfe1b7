import { isScope, type Scope, scopes } from '@sgid-login/shared'
import type { Key, Translate } from './i18n/translate.ts'

/** What a login asks sgID for, without `openid`, which shares nothing. */
export const askedScopes = import.meta.env.SGID_SCOPES.split(/\s+/).filter(
  (scope) => scope !== '' && scope !== 'openid',
)

type Purpose = Extract<Key, `ask.${string}.why`>

/** Why this service asks for a field. An agency that asks for more says why here. */
const purposes: Partial<Record<Scope, Purpose>> = {
  'myinfo.name': 'ask.name.why',
  'myinfo.nric_number': 'ask.nric.why',
  'myinfo.date_of_birth': 'ask.dob.why',
  'myinfo.mobile_number': 'ask.mobile.why',
  'myinfo.mobile_number_with_country_code': 'ask.mobile.why',
  'myinfo.email': 'ask.email.why',
  'myinfo.registered_address': 'ask.address.why',
}

export function purposeOf(scope: string): Purpose {
  return (isScope(scope) ? purposes[scope] : undefined) ?? 'ask.other.why'
}

/** What people call a field. One that sgID has and we have no words for goes by its own name. */
export function labelOf(scope: string, t: Translate<Key>): string {
  return isScope(scope) ? t(`ask.${scopes[scope].label}`) : scope
}

/** Who keeps the record: sgID names it at the beginning of the scope. */
export function sourceOf(scope: string): string {
  const [source = ''] = scope.split('.')
  const sources: Record<string, string> = { myinfo: 'Myinfo', pocdex: 'POCDEX' }
  return sources[source] ?? source
}
