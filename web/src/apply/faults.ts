import type { Application } from '@sgid-login/shared'
import { reasonOf } from '../form/faults.ts'
import type { useApplyTexts } from './texts.ts'

/** What the person fills in. */
export type Typed = Pick<Application, 'email' | 'address'>
export type FieldName = keyof Typed

/** In the order of the page. */
export const fieldNames: FieldName[] = ['address', 'email']

const reasons = ['missing', 'too_long', 'control_character', 'not_an_email'] as const

type Own = ReturnType<typeof useApplyTexts>

/** What is wrong with a field, in words. */
export function faultText(own: Own, name: string, fault: string): string {
  const field = fieldNames.find((field) => field === name) ?? 'address'
  return own(`apply.${field}.${reasonOf(reasons, fault)}`)
}

/** What was filled in, in the order of the page. */
export function answersOf(own: Own, values: Typed) {
  return fieldNames.map((name) => ({
    name,
    label: own(`apply.${name}`),
    value: values[name].trim(),
  }))
}
