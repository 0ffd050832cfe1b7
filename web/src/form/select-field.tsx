import { type FieldProps, TypedField, typedBy } from './typed-field.tsx'

type Props = FieldProps & {
  /** What stands there before anything is chosen. */
  empty: string
  /** Values, and what they are called. */
  choices: readonly (readonly [value: string, text: string])[]
}

/** A field to choose one of a few from. It begins with none: nobody sends a choice they did not make. */
export function SelectField({ empty, choices, ...field }: Props) {
  return (
    <TypedField {...field}>
      <select {...typedBy(field)}>
        <option value="">{empty}</option>
        {choices.map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </TypedField>
  )
}
