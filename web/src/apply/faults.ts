import { Application } from '@sgid-login/shared'

/** What the person fills in. */
export type Typed = Pick<Application, 'email' | 'address'>
export type FieldName = keyof Typed

/** In the order of the page. */
export const fieldNames: FieldName[] = ['address', 'email']

const reasons = ['missing', 'too_long', 'control_character', 'not_an_email'] as const
export type Reason = (typeof reasons)[number] | 'other'

/** Field → what is wrong with it. */
export type Faults = Partial<Record<FieldName, Reason>>

/** What the BFF would say of a form, by the very schema that it asks. */
export function faultsOf(form: Application): Faults {
  const { error } = Application.safeParse(form)
  const issues = error?.issues.toReversed() ?? []
  return faultsFrom(Object.fromEntries(issues.map(({ path, message }) => [path[0], message])))
}

/** @param fields of a problem, as the BFF said them */
export function faultsFrom(fields: Record<string, string>): Faults {
  const found = fieldNames.filter((name) => fields[name] !== undefined)
  return Object.fromEntries(found.map((name) => [name, reasonOf(fields[name])]))
}

export function hasFaults(faults: Faults): boolean {
  return Object.keys(faults).length > 0
}

function reasonOf(word: string | undefined): Reason {
  return reasons.find((reason) => reason === word) ?? 'other'
}
