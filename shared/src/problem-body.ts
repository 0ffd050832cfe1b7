import * as z from 'zod/mini'
import { problemCodes } from './problem.ts'
import { Texts } from './texts.ts'

/** The body of an answer of type `application/problem+json`. */
export const Problem = z.object({
  title: z.string(),
  status: z.number(),
  code: z.enum(problemCodes),
  /** Stands in the log line of the same request. Holds nothing personal. */
  ref: z.string(),
  /** Seconds to wait before trying again. */
  retryAfter: z.optional(z.number()),
  /** Only of `invalid_input`: each field that is wrong → why, in the words of the schema. */
  fields: z.optional(Texts),
})
export type Problem = z.infer<typeof Problem>
