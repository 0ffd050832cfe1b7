import { type FieldProps, TypedField, typedBy } from './typed-field.tsx'

type Props = FieldProps & {
  type?: 'text' | 'email' | 'tel'
  autoComplete?: string
  /** More than one: the person may write so many lines without scrolling. */
  lines?: number
}

/** A field to write in. Nothing that is typed is ever taken away. */
export function TextField({ type = 'text', autoComplete, lines = 1, ...field }: Props) {
  const common = { ...typedBy(field), spellCheck: false, autoComplete }
  return (
    <TypedField {...field}>
      {lines > 1 ? (
        <textarea {...common} rows={lines} />
      ) : (
        <input {...common} type={type} autoCapitalize={type === 'email' ? 'none' : undefined} />
      )}
    </TypedField>
  )
}
