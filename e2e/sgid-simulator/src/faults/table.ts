/** Checks the rows of a table of faults and keeps their names as a type. */
export function table<Fault>() {
  return <Name extends string>(rows: Record<Name, Fault>) => rows
}
