import { type Bytes, type Crypto, derivedHmac } from '../crypto.ts'

/**
 * Names a person in the log: the same name for all that one person does, from which nobody without
 * the secret learns who it is, or whether it is somebody that they know.
 *
 * @param secret of SESSION_SECRET; with another one everybody has another name
 * @returns from `sub` to 16 characters of base64url
 */
export async function createPseudonym(
  crypto: Crypto,
  secret: Bytes,
): Promise<(sub: string) => Promise<string>> {
  const hash = await derivedHmac(crypto, secret, 'log pseudonym')
  return async (sub) => (await hash.text(sub)).slice(0, 16)
}
