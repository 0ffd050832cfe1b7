import type { CryptoKey } from 'jose'
import * as z from 'zod/mini'
import { type Bytes, fromBase64 } from '../crypto.ts'

/**
 * One RSA private key of 2048 bits or more, ready for every algorithm that the block key may be
 * encrypted with: algorithm → the key for it, which cannot be read out again.
 *
 * @see RFC 7518 §4.3
 */
export type PrivateKey = Record<KeyAlgorithm, CryptoKey>
/**
 * How the block key of user info may be encrypted to the private key: `RSA-OAEP`, with SHA-1, or
 * `RSA-OAEP-256`.
 *
 * @see RFC 7518 §4.3
 */
export type KeyAlgorithm = (typeof keyAlgorithms)[number]

/** sgID's SDK has the second, MockPass the first. RSA1_5 is not for sale. */
export const keyAlgorithms = ['RSA-OAEP', 'RSA-OAEP-256'] as const

const minimumBits = 2048

/** @see Web Cryptography §20.4 (RsaKeyAlgorithm) */
const Algorithm = z.object({ modulusLength: z.number() })

/**
 * The RSA private keys of a text in PEM, one after another, PKCS #8 or PKCS #1. Newlines may be
 * real, escaped as `\n`, or lost: that is what happens to keys on their way through environments.
 *
 * @throws {Error} with a message that helps and holds nothing of the key
 */
export async function importPrivateKeys(text: string): Promise<PrivateKey[]> {
  return Promise.all(privateKeyBlocks(text).map(importPrivateKey))
}

/**
 * The keys of such a text as PKCS #8, whatever kind of key they hold.
 *
 * @throws {Error} as {@link importPrivateKeys}
 */
export function privateKeyBlocks(text: string): Bytes[] {
  const pem = text.replaceAll('\\r', '').replaceAll('\\n', '\n')
  const blocks = [...pem.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \1-----/g)]
  const begun = pem.match(/-----BEGIN /g)?.length ?? 0
  if (begun === 0) throw new Error('holds no PEM block (-----BEGIN PRIVATE KEY-----)')
  // Of two keys, the one that is needed next year may be the one that was cut off.
  if (blocks.length < begun)
    throw new Error('holds a key that is cut off: its last line is -----END')
  return blocks.map(([, label = '', body = '']) => asPkcs8(label, body))
}

function asPkcs8(label: string, body: string): Bytes {
  if (label !== 'PRIVATE KEY' && label !== 'RSA PRIVATE KEY') {
    throw new Error(`holds a block of ${label}: an unencrypted RSA private key is needed`)
  }
  const der = fromPem(body)
  return label === 'RSA PRIVATE KEY' ? fromPkcs1(der) : der
}

async function importPrivateKey(pkcs8: Bytes): Promise<PrivateKey> {
  const key: PrivateKey = {
    'RSA-OAEP': await importFor('SHA-1', pkcs8),
    'RSA-OAEP-256': await importFor('SHA-256', pkcs8),
  }
  const { modulusLength } = Algorithm.parse(key['RSA-OAEP'].algorithm)
  if (modulusLength < minimumBits) throw new Error(`is RSA ${modulusLength}: 2048 bits at least`)
  return key
}

function fromPem(body: string): Bytes {
  try {
    return fromBase64(body.replaceAll(/\s/g, ''))
  } catch {
    throw new Error('is PEM whose body is not base64')
  }
}

async function importFor(hash: 'SHA-1' | 'SHA-256', pkcs8: Bytes): Promise<CryptoKey> {
  try {
    const algorithm = { name: 'RSA-OAEP', hash }
    return await crypto.subtle.importKey('pkcs8', pkcs8, algorithm, false, ['decrypt'])
  } catch {
    throw new Error('is not a whole RSA private key')
  }
}

/** PrivateKeyInfo around an RSAPrivateKey. @see RFC 5208 §5, RFC 8017 §A.1 */
function fromPkcs1(der: Bytes): Bytes {
  const version = [0x02, 0x01, 0x00]
  const rsaEncryption = [
    0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00,
  ]
  return element(0x30, [...version, ...rsaEncryption, ...element(0x04, [...der])])
}

/** One DER element: tag, length, content. */
function element(tag: number, content: number[]): Bytes {
  const { length } = content
  const size = length < 0x80 ? [length] : [0x82, length >> 8, length & 0xff]
  return Uint8Array.from([tag, ...size, ...content])
}
