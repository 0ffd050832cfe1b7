import type { Application } from '@sgid-login/shared'
import type { useApplyTexts } from './texts.ts'

/** What the person fills in. */
export type Typed = Pick<Application, 'email' | 'address'>
export type FieldName = keyof Typed

/** In the order of the page. */
export const fieldNames: FieldName[] = ['address', 'email']

const reasons = ['missing', 'too_long', 'control_character', 'not_an_email'] as const

type Own = ReturnType<typeof useApplyTexts>

/** What is wrong with a field, in words. */
export function faultText(own: Own, field: FieldName, fault: string): string {
  const reason = reasons.find((reason) => reason === fault) ?? 'other'
  return own(`apply.${field}.${reason}`)
}

/** What was filled in, in the order of the page. */
export function answersOf(own: Own, values: Typed) {
  return fieldNames.map((name) => ({
    name,
    label: own(`apply.${name}`),
    value: values[name].trim(),
  }))
}
