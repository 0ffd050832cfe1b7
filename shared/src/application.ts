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

/**
 * The form of the example, "tell us where to send it": what the person may write. Who they are is
 * not in it: a field more, a name for one, is refused as `unknown`.
 *
 * The messages are the reasons that a problem's `fields` gives and a page has texts for: `missing`,
 * `too_long`, `control_character`, `not_an_email`, `malformed`.
 */
export const Application = z.strictObject({
  /**
   * Names this one form: 22 to 43 characters of base64url, random, made by the page when the form is
   * begun. Sent again with the same key, from another tab too, it is received once.
   */
  key: z.string('missing').check(z.regex(/^[\w-]{22,43}$/, 'malformed')),
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
