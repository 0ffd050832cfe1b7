/** What a problem's `fields` say: field → the first thing that is wrong with it, in a word. */
export type Faults = Partial<Record<string, string>>

/** A schema of zod or zod/mini. */
type Schema = {
  safeParse(values: unknown): {
    error?: { issues: { path: PropertyKey[]; message: string }[] } | undefined
  }
}

/** What the BFF would say of a form, by the very schema that it asks. */
export function faultsOf(schema: Schema, values: unknown): Faults {
  const { error } = schema.safeParse(values)
  // Of two faults of one field the first is told: the last to be written is the one that stays.
  const issues = error?.issues.toReversed() ?? []
  return Object.fromEntries(issues.map(({ path, message }) => [path.join('.'), message]))
}

/** Of the fields that a page shows: of others, nobody could mend anything. */
export function faultsAt(names: readonly string[], faults: Faults): Faults {
  return Object.fromEntries(names.flatMap((name) => (faults[name] ? [[name, faults[name]]] : [])))
}

export function hasFaults(faults: Faults): boolean {
  return Object.keys(faults).length > 0
}
