import { AskPage } from '../form/ask-page.tsx'
import type { Faults } from '../form/faults.ts'
import { TextField } from '../form/text-field.tsx'
import { type FieldName, faultText, fieldNames, type Typed } from './faults.ts'
import { useApplyTexts } from './texts.ts'
import { Unkept } from './unkept.tsx'

type Props = {
  verified: Record<string, string>
  values: Typed
  prefill: Typed
  faults: Faults
  typed: (more: Partial<Typed>) => void
  checked: () => void
  unkept: boolean
}

/** The first step: what sgID vouches for, and what the person fills in. */
export function Ask({ verified, values, prefill, faults, typed, checked, unkept }: Props) {
  const own = useApplyTexts()
  const textOf = (name: FieldName, fault: string) => faultText(own, name, fault)
  const field = (name: FieldName) => {
    const fault = faults[name]
    return {
      name,
      label: own(`apply.${name}`),
      hint: own(`apply.${name}.hint`),
      value: values[name],
      filled: prefill[name],
      fault: fault === undefined ? undefined : textOf(name, fault),
      onTyped: (value: string) => typed({ [name]: value }),
    }
  }
  return (
    <AskPage
      heading={own('apply.h1')}
      lead={own('apply.lead')}
      names={fieldNames}
      go={checked}
      notice={<Unkept unkept={unkept} />}
      {...{ verified, faults, textOf }}
    >
      <TextField {...field('address')} lines={4} autoComplete="street-address" />
      <TextField {...field('email')} type="email" autoComplete="email" />
      <p className="hint">{own('apply.kept')}</p>
    </AskPage>
  )
}
