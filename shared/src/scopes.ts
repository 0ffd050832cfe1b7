/**
 * What sgID can share, by scope. `label` is the key of its texts in the page's dictionary, `kind`
 * how its value is shown.
 *
 * Values are strings; `NA` means that there is no record.
 *
 * @see sgID, "Data Catalog"
 */
export const scopes = {
  'myinfo.name': { label: 'name', kind: 'text' },
  'myinfo.nric_number': { label: 'nric', kind: 'text' },
  'myinfo.date_of_birth': { label: 'dob', kind: 'date' },
  'myinfo.passport_number': { label: 'passport', kind: 'text' },
  'myinfo.passport_expiry_date': { label: 'passportExpiry', kind: 'date' },
  'myinfo.mobile_number': { label: 'mobile', kind: 'phone' },
  'myinfo.mobile_number_with_country_code': { label: 'mobile', kind: 'phone' },
  'myinfo.email': { label: 'email', kind: 'email' },
  'myinfo.registered_address': { label: 'address', kind: 'address' },
  'myinfo.sex': { label: 'sex', kind: 'text' },
  'myinfo.race': { label: 'race', kind: 'text' },
  'myinfo.nationality': { label: 'nationality', kind: 'text' },
  'myinfo.residentialstatus': { label: 'residentialStatus', kind: 'text' },
  'myinfo.housingtype': { label: 'housingType', kind: 'text' },
  'myinfo.hdbtype': { label: 'hdbType', kind: 'text' },
  'myinfo.birth_country': { label: 'birthCountry', kind: 'text' },
  'myinfo.vehicles': { label: 'vehicles', kind: 'list' },
  'myinfo.name_of_employer': { label: 'employer', kind: 'text' },
  'myinfo.workpass_status': { label: 'workpassStatus', kind: 'text' },
  'myinfo.workpass_expiry_date': { label: 'workpassExpiry', kind: 'date' },
  'myinfo.marital_status': { label: 'maritalStatus', kind: 'text' },
  'myinfo.sponsored_child_records': { label: 'children', kind: 'list' },
  'pocdex.public_officer_details': { label: 'officer', kind: 'list' },
  'pocdex.number_of_employments': { label: 'employments', kind: 'text' },
} as const satisfies Record<string, { label: string; kind: ScopeKind }>

/**
 * A scope that we have a label for. sgID's list is open: others are passed on as well.
 *
 * @see sgID, "Data Catalog"
 */
export type Scope = keyof typeof scopes
/**
 * How a value is written: `date` as `YYYY-MM-DD` or less of it, `address` in up to three lines,
 * `list` as JSON of an array, all others in one line.
 *
 * @see sgID, "Data Catalog"
 */
export type ScopeKind = 'text' | 'date' | 'phone' | 'email' | 'address' | 'list'

/** Their values leave the BFF only when the person asks to see them. @see sgID, "Data Catalog" */
export const sensitiveScopes = [
  'myinfo.nric_number',
  'myinfo.passport_number',
] as const satisfies Scope[]
/** The scopes that {@link sensitive} is true for. @see sgID, "Data Catalog" */
export type SensitiveScope = (typeof sensitiveScopes)[number]

/**
 * Whether a scope's value is masked until the person asks to see it. Never throws.
 *
 * @param scope any: `myinfo.nric_number`
 * @returns true for a sensitive one
 * @see sgID, "Data Catalog"
 */
export function sensitive(scope: string): scope is SensitiveScope {
  return sensitiveScopes.some((one) => one === scope)
}

/**
 * How a value is shown. Never throws.
 *
 * @param scope any: `myinfo.date_of_birth`
 * @returns its kind. sgID's list is open: a scope that is not in ours is `text`
 * @see sgID, "Data Catalog"
 */
export function kindOf(scope: string): ScopeKind {
  return isScope(scope) ? scopes[scope].kind : 'text'
}

/**
 * Whether a scope is in our table. Never throws.
 *
 * @param scope any text: `constructor`, which every object has, is none
 * @returns true for a scope of the table
 * @see sgID, "Data Catalog"
 */
export function isScope(scope: string): scope is Scope {
  return Object.hasOwn(scopes, scope)
}

/**
 * What a login asks for when nobody has said otherwise: scopes with spaces between. Every client of
 * sgID may ask for this.
 *
 * @see RFC 6749 §3.3; sgID, "Register Your Application"
 */
export const defaultScopes = 'openid myinfo.name'

/**
 * What the demonstration asks for: a field of each kind that the landing page explains.
 *
 * @see RFC 6749 §3.3
 */
export const demoScopes =
  'openid myinfo.name myinfo.nric_number myinfo.date_of_birth myinfo.mobile_number myinfo.email myinfo.registered_address'
