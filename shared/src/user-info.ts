import * as z from 'zod/mini'
import { Texts } from './texts.ts'

/** What sgID shared about the signed-in person. @see OpenID Connect Core §5.3.2 */
export const UserInfo = z.object({
  /**
   * This person at this client, at most 255 characters: another client sees another value.
   *
   * @see OpenID Connect Core §8.1
   */
  sub: z.string(),
  /** Scope → the string exactly as decrypted; `NA` when there is no record. */
  data: Texts,
  /** Scope → a sensitive value with most of it hidden, until `?reveal=SCOPE` asks for it. */
  masked: Texts,
})
/**
 * What sgID shared about the signed-in person, as its schema lets it through.
 *
 * @see OpenID Connect Core §5.3.2
 * @interface
 */
export type UserInfo = z.infer<typeof UserInfo>
