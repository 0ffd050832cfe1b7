import type { Context } from 'hono'
import { json } from '../http/answer.ts'

/**
 * An answer in JSON, made with all its headers. `c.json` gives the same for a third more of a read's
 * cost; it is for answers that need a header of their own, for `c.header` does nothing here.
 *
 * @param value anything that JSON can say
 */
export function answer(c: Context, value: unknown, status = 200): Response {
  return json(c, JSON.stringify(value), status)
}
