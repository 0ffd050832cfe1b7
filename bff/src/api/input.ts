import type { Context } from 'hono'
import * as z from 'zod/mini'
import { InvalidInput } from '../errors.ts'

/** Fields of which a page is told at a time. */
const most = 20

/**
 * The body of a request, which must be JSON of a schema's shape.
 *
 * @param c the handler's context
 * @param schema of zod or zod/mini. Its messages are what the page is told: give it words that the
 * page has texts for. A strict one refuses fields that it does not know (`unknown`)
 * @returns what the schema makes of it: trimmed, say, or converted
 * @throws {InvalidInput} `invalid_input`; the problem's `fields` names each field that is wrong,
 * with dots between the names of nested ones
 */
export async function readInput<Schema extends z.core.$ZodType>(
  c: Context,
  schema: Schema,
): Promise<z.output<Schema>> {
  const type = c.req.header('Content-Type')?.split(';')[0]?.trim().toLowerCase()
  if (type !== 'application/json') throw new InvalidInput('body is not application/json')
  const result = z.safeParse(schema, parse(await c.req.text()))
  if (result.success) return result.data
  const faults = result.error.issues.flatMap(faultsOf).slice(0, most)
  // Of two faults of one field the first is told.
  throw new InvalidInput('body has another shape', Object.fromEntries(faults.toReversed()))
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new InvalidInput('body is not JSON')
  }
}

function faultsOf(issue: z.core.$ZodIssue): [field: string, reason: string][] {
  if (issue.code !== 'unrecognized_keys') return [[issue.path.join('.'), issue.message]]
  return issue.keys.map((key) => [[...issue.path, key].join('.'), 'unknown'])
}
