import type { CryptoKey, JWK } from 'jose'
import { fromBase64, webCrypto } from '../crypto.ts'

/** A P-256 key that signs as `ES256`, and what is published of it. @see RFC 7518 §3.4 */
export interface SigningKey {
  /** Signs, and cannot be read out again. @see RFC 7518 §3.4 */
  privateKey: CryptoKey
  /** With `kid`, which is the key's thumbprint, `alg` and `use`. @see RFC 7517 §4, RFC 7638 §3 */
  publicJwk: JWK & { kid: string }
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256' }
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
  const blocks = [...pem.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \1-----/g)]
  if (blocks.length === 0) throw new Error(`holds no PEM block: make one by ${command}`)
  const keys = await Promise.all(blocks.map(([, label, body = '']) => importKey(label, body)))
  const kids = new Set(keys.map(({ publicJwk }) => publicJwk.kid))
  if (kids.size < keys.length) throw new Error('has a key twice')
  return keys
}

async function importKey(label: string | undefined, body: string): Promise<SigningKey> {
  try {
    if (label !== 'PRIVATE KEY') throw new TypeError('not PKCS #8')
    const pkcs8 = fromBase64(body.replaceAll(/\s/g, ''))
    // Only to learn its public half.
    const extractable = await crypto.subtle.importKey('pkcs8', pkcs8, algorithm, true, ['sign'])
    const { crv, kty, x, y } = await crypto.subtle.exportKey('jwk', extractable)
    if (!kty || !crv || !x || !y) throw new TypeError('no EC key')
    // RFC 7638 §3.2: these members, in this order.
    const kid = await webCrypto.sha256.text(JSON.stringify({ crv, kty, x, y }))
    const publicJwk = { kty, crv, x, y, kid, alg: 'ES256', use: 'sig' }
    const privateKey = await crypto.subtle.importKey('pkcs8', pkcs8, algorithm, false, ['sign'])
    return { privateKey, publicJwk }
  } catch {
    throw new Error(`is not a P-256 private key in PKCS #8: make one by ${command}`)
  }
}
