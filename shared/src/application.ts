import * as z from 'zod/mini'
import { emailAddress, formKey as key, typedText } from './fields.ts'

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
  /** Where an answer goes: an email address of 254 characters at most. */
  email: emailAddress,
  /** Where it is sent, in lines: 400 characters at most. */
  address: typedText(400),
})
/** The form of the example, as its schema lets it through. @interface */
export type Application = z.infer<typeof Application>

/** What a form carries that nobody writes: the session says it, as sgID vouches for it. */
export const Applicant = z.object({
  /** As sgID writes it: `TAN FICTITIOUS`. */
  name: z.string(),
})
/** What a form carries that nobody writes, as its schema lets it through. @interface */
export type Applicant = z.infer<typeof Applicant>

/** What was received: of the first form with a key, whatever a later one with that key says. */
export const Receipt = z.object({
  /** To be read out on the phone: `AP-7K3M-9QXT`. */
  reference: z.string(),
  /** When, in ISO 8601 and UTC: `2026-11-26T09:30:00.000Z`. */
  receivedAt: z.string(),
  /** From the session, as sgID vouches for it: `TAN FICTITIOUS`. */
  name: z.string(),
  /** The email address that was given: `tan@example.com`. */
  email: z.string(),
  /** The address that was given, 400 characters at most, in lines. */
  address: z.string(),
})
/** What was received, as its schema lets it through. @interface */
export type Receipt = z.infer<typeof Receipt>

/** What somebody has typed so far: right or wrong, as long as it is not a book. */
const typed = z.optional(z.string().check(z.maxLength(2000, 'too_long')))
const draft = {
  /** Of the form that this will be: 22 to 43 characters of base64url. */
  key,
  /** Right or wrong, 2,000 characters at most. */
  email: typed,
  /** Right or wrong, 2,000 characters at most. */
  address: typed,
}

/** A form that is not finished. A field that nobody has touched is not in it. */
export const Draft = z.strictObject(draft)
/** A form that is not finished, as its schema lets it through. @interface */
export type Draft = z.infer<typeof Draft>

/** The person's one form, as they left it; with a receipt, it was sent. */
export const Form = z.object({
  ...draft,
  /** Of the form with this key, where it was sent. */
  receipt: z.optional(Receipt),
})
/** The person's one form, as its schema lets it through. @interface */
export type Form = z.infer<typeof Form>

/** Asks for the form, or for another one after that with this key. */
export const Begin = z.strictObject({
  /** The key of the form that is done with: 22 to 43 characters of base64url. */
  after: z.optional(key),
})
/** What asks for the form, as its schema lets it through. @interface */
export type Begin = z.infer<typeof Begin>
