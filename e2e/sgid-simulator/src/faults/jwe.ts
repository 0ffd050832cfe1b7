import { createCipheriv, randomBytes } from 'node:crypto'

/**
 * A compact JWE with any header at all, for the headers jose refuses to make.
 *
 * @param parts.key 16 or 32 bytes: AES-GCM of that strength, whatever the header says
 * @param parts.encryptedKey the second part; empty for `dir`
 */
export function craftJwe(
  header: object,
  parts: { key: Uint8Array; encryptedKey?: Uint8Array; plaintext: string | Uint8Array },
): string {
  const protectedHeader = Buffer.from(JSON.stringify(header)).toString('base64url')
  const iv = randomBytes(12)
  const cipher = createCipheriv(
    parts.key.length === 16 ? 'aes-128-gcm' : 'aes-256-gcm',
    parts.key,
    iv,
  )
  cipher.setAAD(Buffer.from(protectedHeader))
  const ciphertext = Buffer.concat([cipher.update(Buffer.from(parts.plaintext)), cipher.final()])
  const rest = [parts.encryptedKey ?? Buffer.alloc(0), iv, ciphertext, cipher.getAuthTag()]
  return [protectedHeader, ...rest.map((bytes) => Buffer.from(bytes).toString('base64url'))].join(
    '.',
  )
}

/** @param key 16 or 32 bytes */
export function aesGcm(key: Uint8Array): 'A128GCM' | 'A256GCM' {
  return key.length === 16 ? 'A128GCM' : 'A256GCM'
}
