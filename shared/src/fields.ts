import * as z from 'zod/mini'

/**
 * Something to fill in: any characters but control characters, and line breaks among them. What is
 * wrong is `missing`, `too_long` or `control_character`.
 *
 * @param most characters
 */
export const typedText = (most: number) =>
  z
    .string('missing')
    .check(
      z.trim(),
      z.minLength(1, 'missing'),
      z.maxLength(most, 'too_long'),
      z.regex(/^(?:[^\p{Cc}]|\r?\n)*$/u, 'control_character'),
    )

/** Where an answer goes: 254 characters at most. Also `not_an_email`. */
export const emailAddress = typedText(254).check(z.email('not_an_email'))

/** Names one form: 22 to 43 characters of base64url, random, and never used for two forms. */
export const formKey = z.string('missing').check(z.regex(/^[\w-]{22,43}$/, 'malformed'))
