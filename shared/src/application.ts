import * as z from 'zod/mini'

/** Characters that a person types: any but control characters, and line breaks among them. */
const text = (most: number) =>
  z
    .string('missing')
    .check(
      z.trim(),
      z.minLength(1, 'missing'),
      z.maxLength(most, 'too_long'),
      z.regex(/^(?:[^\p{Cc}]|\r?\n)*$/u, 'control_character'),
    )

/** Random, and never used for two forms. */
const key = z.string('missing').check(z.regex(/^[\w-]{22,43}$/, 'malformed'))

/**
 * The form of the example, "tell us where to send it": what the person may write. Who they are is
 * not in it: a field more, a name for one, is refused as `unknown`.
 *
 * The messages are the reasons that a problem's `fields` gives and a page has texts for: `missing`,
 * `too_long`, `control_character`, `not_an_email`, `malformed`.
 */
export const Application = z.strictObject({
  /**
   * Names this one form: 22 to 43 characters of base64url, random, made when the form is begun. Sent
   * again with the same key, from another tab too, it is received once.
   */
  key,
  /** Where an answer goes. */
  email: text(254).check(z.email('not_an_email')),
  /** Where it is sent, in lines. */
  address: text(400),
})
export type Application = z.infer<typeof Application>

/** What a form carries that nobody writes: the session says it, as sgID vouches for it. */
export const Applicant = z.object({ name: z.string() })
export type Applicant = z.infer<typeof Applicant>

/** What was received: of the first form with a key, whatever a later one with that key says. */
export const Receipt = z.object({
  /** To be read out on the phone: `AP-7K3M-9QXT`. */
  reference: z.string(),
  /** ISO 8601, UTC. */
  receivedAt: z.string(),
  /** From the session, as sgID vouches for it. */
  name: z.string(),
  email: z.string(),
  address: z.string(),
})
export type Receipt = z.infer<typeof Receipt>

/** What somebody has typed so far: right or wrong, as long as it is not a book. */
const typed = z.optional(z.string().check(z.maxLength(2000, 'too_long')))
const draft = { key, email: typed, address: typed }

/** A form that is not finished. A field that nobody has touched is not in it. */
export const Draft = z.strictObject(draft)
export type Draft = z.infer<typeof Draft>

/** The person's one form, as they left it; with a receipt, it was sent. */
export const Form = z.object({ ...draft, receipt: z.optional(Receipt) })
export type Form = z.infer<typeof Form>

/** Asks for the form, or for another one after that with this key. */
export const Begin = z.strictObject({ after: z.optional(key) })
export type Begin = z.infer<typeof Begin>
