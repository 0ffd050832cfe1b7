import type { FieldName, Reason } from './faults.ts'
import { useApplyTexts } from './texts.ts'

type Props = {
  name: FieldName
  value: string
  /** What we had filled in, or an empty text. */
  filled: string
  fault: Reason | undefined
  onTyped: (value: string) => void
}

/** A field with its label, a hint, and what is wrong with it. Nothing that is typed is ever taken away. */
export function TypedField({ name, value, filled, fault, onTyped }: Props) {
  const t = useApplyTexts()
  const [hint, message] = [`${name}-hint`, `${name}-fault`]
  const common = {
    id: name,
    name,
    value,
    spellCheck: false,
    'aria-describedby': fault === undefined ? hint : `${message} ${hint}`,
    'aria-invalid': fault !== undefined,
    onChange: ({ target }: { target: { value: string } }) => onTyped(target.value),
  }
  return (
    <div className={fault === undefined ? 'typed' : 'typed wrong'}>
      <label htmlFor={name}>{t(`apply.${name}`)}</label>
      <p id={hint} className="hint">
        {t(`apply.${name}.hint`)}
        {filled !== '' && value === filled && ` ${t('apply.filled')}`}
      </p>
      {fault !== undefined && (
        <p id={message} className="fault">
          {t(`apply.${name}.${fault}`)}
        </p>
      )}
      {/* Emptied and hidden with everything that is personal. */}
      <div data-pii>
        {name === 'address' ? (
          <textarea {...common} rows={4} autoComplete="street-address" />
        ) : (
          <input {...common} type="email" autoComplete="email" autoCapitalize="none" />
        )}
      </div>
    </div>
  )
}
