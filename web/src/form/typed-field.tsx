import type { ReactNode } from 'react'
import { useFormTexts } from './texts.ts'

/** What every field has that a person fills in. */
export type FieldProps = {
  /** As the schema has it. It is the field's id as well. */
  name: string
  label: string
  hint: string
  value: string
  /** What we had filled in, if anything. */
  filled?: string
  /** What is wrong with it, in words. */
  fault: string | undefined
  onTyped: (value: string) => void
}

type Frame = Pick<FieldProps, 'name' | 'label' | 'hint' | 'value' | 'filled' | 'fault'> & {
  children: ReactNode
}

/** Round a field: its label, a hint, and what is wrong with it. */
export function TypedField({ name, label, hint, value, filled = '', fault, children }: Frame) {
  const t = useFormTexts()
  const hints = [hint, filled !== '' && value === filled && t('form.filled')].filter(Boolean)
  return (
    <div className={fault === undefined ? 'typed' : 'typed wrong'}>
      <label htmlFor={name}>{label}</label>
      <p id={`${name}-hint`} className="hint">
        {hints.join(' ')}
      </p>
      {fault !== undefined && (
        <p id={`${name}-fault`} className="fault">
          {fault}
        </p>
      )}
      {/* Emptied and hidden with everything that is personal. */}
      <div data-pii>{children}</div>
    </div>
  )
}

/** What the control inside has of it. */
export function typedBy({ name, value, fault, onTyped }: FieldProps) {
  const hint = `${name}-hint`
  return {
    id: name,
    name,
    value,
    'aria-describedby': fault === undefined ? hint : `${name}-fault ${hint}`,
    'aria-invalid': fault !== undefined,
    onChange: ({ target }: { target: { value: string } }) => onTyped(target.value),
  }
}
