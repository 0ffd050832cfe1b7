import { type CryptoKey, compactDecrypt, decodeProtectedHeader } from 'jose'
import * as z from 'zod'
import { type Bytes, fromBase64 } from '../crypto.ts'
import { BffError } from '../errors.ts'
import { keyAlgorithms, type PrivateKey } from './private-key.ts'

/** The content encryptions in which sgID's SDK or MockPass has been seen, or may be by standard. */
const contentEncryptions = ['A128GCM', 'A256GCM', 'A128CBC-HS256', 'A256CBC-HS512']
const fieldAlgorithms = ['dir', 'A128GCMKW', 'A256GCMKW']

/** Characters of one JWE: room for a value of 64 KiB, and no more than a few of them. */
const maxJwe = 128 * 1024

const Header = z.looseObject({
  alg: z.string(),
  enc: z.string(),
  // Compression lets a small answer become a large one.
  zip: z.never().optional(),
})
const BlockKey = z.object({ kty: z.literal('oct'), k: z.string().regex(/^[\w-]{22,86}$/) })

/** What a user info answer holds beside `sub`: JWEs, the second kind by scope. */
export interface EncryptedData {
  key: string
  data: Record<string, unknown>
}

/**
 * The values of the scopes that were asked for. sgID encrypts each under a block key, and the block
 * key to us; a scope that it left out is left out, one that nobody asked for is never opened.
 *
 * @param keys private keys, tried in turn while one replaces another
 * @param onKey is told which one opened, by its index
 * @throws {BffError} `data_unavailable`, the same whatever was wrong: which check failed is
 * nobody's business outside
 * @see RFC 7516 §5.2; RFC 7518 §4.3 (RSA-OAEP), §4.5 (dir), §4.7 (AES-GCM key wrapping)
 */
export async function decryptData(
  { key, data }: EncryptedData,
  scopes: readonly string[],
  keys: readonly PrivateKey[],
  onKey?: (index: number) => void,
): Promise<Record<string, string>> {
  const opened = await decryptKey(key, keys)
  onKey?.(opened.index)
  const blockKey = parseBlockKey(opened.plaintext)
  const asked = scopes.filter((scope) => Object.hasOwn(data, scope))
  const values = asked.map(async (scope) => {
    const value = await decrypt(data[scope], fieldAlgorithms, () => blockKey)
    return [scope, text(value)] as const
  })
  return Object.fromEntries(await Promise.all(values))
}

async function decryptKey(jwe: string, keys: readonly PrivateKey[]) {
  const attempts = keys.map(async (key, index) => {
    const keyFor = (alg: string) => (alg === 'RSA-OAEP' ? key[alg] : key['RSA-OAEP-256'])
    return { index, plaintext: await decrypt(jwe, keyAlgorithms, keyFor) }
  })
  return Promise.any(attempts).catch((cause) => fail('no private key opens the block key', cause))
}

async function decrypt(
  jwe: unknown,
  algorithms: readonly string[],
  keyFor: (alg: string) => CryptoKey | Bytes,
): Promise<Bytes> {
  if (typeof jwe !== 'string' || jwe.length > maxJwe) fail('a JWE is not a string of sane size')
  try {
    const { alg } = Header.parse(decodeProtectedHeader(jwe))
    const { plaintext } = await compactDecrypt(jwe, keyFor(alg), {
      keyManagementAlgorithms: [...algorithms],
      contentEncryptionAlgorithms: contentEncryptions,
    })
    return new Uint8Array(plaintext)
  } catch (cause) {
    return fail('a JWE does not open', cause)
  }
}

/** The block key's bytes. Its `alg` member is not believed: sgID has been seen to name another. */
function parseBlockKey(json: Bytes): Bytes {
  try {
    return fromBase64(BlockKey.parse(JSON.parse(text(json))).k)
  } catch (cause) {
    return fail('the block key is not a symmetric JWK', cause)
  }
}

function text(bytes: Bytes): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (cause) {
    return fail('a value is not UTF-8', cause)
  }
}

function fail(why: string, cause?: unknown): never {
  throw new BffError('data_unavailable', why, { cause })
}
