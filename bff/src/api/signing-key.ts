import { type CryptoKey, calculateJwkThumbprint, exportJWK, importPKCS8, type JWK } from 'jose'

/** A key that signs, and what is published of it. */
export interface SigningKey {
  privateKey: CryptoKey
  /** With `kid`, `alg` and `use`. */
  publicJwk: JWK & { kid: string }
}

const algorithm = 'ES256'
const command = 'openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256'

/**
 * The P-256 private keys of a text in PEM (PKCS #8), one after another. Newlines may be real, escaped
 * as `\n`, or lost. A key's `kid` is made of the key: no two have the same.
 *
 * @throws {Error} with a message that helps and holds nothing of the key
 * @see RFC 7638 (thumbprint), RFC 7518 §3.4 (ES256), §6.2 (EC keys)
 */
export async function importSigningKeys(text: string): Promise<SigningKey[]> {
  const pem = text.replaceAll('\\r', '').replaceAll('\\n', '\n')
  const blocks = pem.match(/-----BEGIN ([A-Z0-9 ]+)-----[^-]*-----END \1-----/g)
  if (!blocks) throw new Error(`holds no PEM block: make one by ${command}`)
  const keys = await Promise.all(blocks.map(importSigningKey))
  const kids = new Set(keys.map(({ publicJwk }) => publicJwk.kid))
  if (kids.size < keys.length) throw new Error('has a key twice')
  return keys
}

async function importSigningKey(pem: string): Promise<SigningKey> {
  try {
    // Only to learn its public half.
    const extractable = await importPKCS8(pem, algorithm, { extractable: true })
    const { kty, crv, x, y } = await exportJWK(extractable)
    if (!kty || !crv || !x || !y) throw new TypeError('no EC key')
    const kid = await calculateJwkThumbprint({ kty, crv, x, y })
    const publicJwk = { kty, crv, x, y, kid, alg: algorithm, use: 'sig' }
    return { privateKey: await importPKCS8(pem, algorithm), publicJwk }
  } catch {
    throw new Error(`is not a P-256 private key in PKCS #8: make one by ${command}`)
  }
}
