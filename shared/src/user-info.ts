import * as z from 'zod/mini'
import { Texts } from './texts.ts'

/** What sgID shared about the signed-in person. */
export const UserInfo = z.object({
  /** This person at this client: another client sees another value. */
  sub: z.string(),
  /** Scope → the string exactly as decrypted; `NA` when there is no record. */
  data: Texts,
  /** Scope → a sensitive value with most of it hidden, until `?reveal=SCOPE` asks for it. */
  masked: Texts,
})
export type UserInfo = z.infer<typeof UserInfo>
