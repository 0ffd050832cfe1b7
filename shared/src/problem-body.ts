import * as z from 'zod/mini'
import { problemCodes } from './problem.ts'
import { Texts } from './texts.ts'

/** The body of an answer of type `application/problem+json`. @see RFC 9457 §3 */
export const Problem = z.object({
  /** What went wrong, in one line of English: of its code, always the same. */
  title: z.string(),
  /** The HTTP status. */
  status: z.number(),
  /** Names what went wrong. */
  code: z.enum(problemCodes),
  /** Stands in the log line of the same request: `K7Q2-M4XD`. Holds nothing personal. */
  ref: z.string(),
  /** Seconds to wait before trying again. */
  retryAfter: z.optional(z.number()),
  /** Only of `invalid_input`: each field that is wrong → why, in the words of the schema. */
  fields: z.optional(Texts),
})
/** The body of a refusal, as its schema lets it through. @see RFC 9457 §3 @interface */
export type Problem = z.infer<typeof Problem>
