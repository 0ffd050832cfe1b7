import {
  type CryptoKey,
  compactDecrypt,
  decodeProtectedHeader,
  type ProtectedHeaderParameters,
} from 'jose'
import * as z from 'zod/mini'
import { type Bytes, type Crypto, fromBase64, utf8 } from '../crypto.ts'
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
  zip: z.optional(z.never()),
})
const BlockKey = z.object({ kty: z.literal('oct'), k: z.string().check(z.regex(/^[\w-]{22,86}$/)) })

/** What a user info answer holds beside `sub`: JWEs, the second kind by scope. */
export interface EncryptedData {
  key: string
  data: Record<string, unknown>
}

/**
 * The values of the scopes that were asked for. sgID encrypts each under a block key, and the block
 * key to us; a scope that it left out is left out, one that nobody asked for is never opened.
 *
 * What sgID sends today is opened here, key by Web Crypto in a thread of its own and contents by
 * {@link Crypto}, which is many times faster; every other header on the lists goes to jose.
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
  crypto: Crypto,
  onKey?: (index: number) => void,
): Promise<Record<string, string>> {
  const opened = await decryptKey(key, keys, crypto)
  onKey?.(opened.index)
  const blockKey = parseBlockKey(opened.plaintext)
  const asked = scopes.filter((scope) => Object.hasOwn(data, scope))
  const values = asked.map(async (scope) => {
    const value = await decrypt(data[scope], fieldAlgorithms, () => blockKey, crypto)
    return [scope, text(value)] as const
  })
  return Object.fromEntries(await Promise.all(values))
}

async function decryptKey(jwe: string, keys: readonly PrivateKey[], crypto: Crypto) {
  const attempts = keys.map(async (key, index) => {
    const keyFor = (alg: string) => (alg === 'RSA-OAEP' ? key[alg] : key['RSA-OAEP-256'])
    return { index, plaintext: await decrypt(jwe, keyAlgorithms, keyFor, crypto) }
  })
  return Promise.any(attempts).catch((cause) => fail('no private key opens the block key', cause))
}

async function decrypt(
  jwe: unknown,
  algorithms: readonly string[],
  keyFor: (alg: string) => CryptoKey | Bytes,
  crypto: Crypto,
): Promise<Bytes> {
  if (typeof jwe !== 'string' || jwe.length > maxJwe) fail('a JWE is not a string of sane size')
  try {
    const header = decodeProtectedHeader(jwe)
    const usual = usualAlgorithm(header, algorithms)
    if (usual) return await open(jwe, keyFor(usual), crypto)
    const { alg } = Header.parse(header)
    const { plaintext } = await compactDecrypt(jwe, keyFor(alg), {
      keyManagementAlgorithms: [...algorithms],
      contentEncryptionAlgorithms: contentEncryptions,
    })
    return new Uint8Array(plaintext)
  } catch (cause) {
    return fail('a JWE does not open', cause)
  }
}

/** The algorithm of a header that says nothing but that its content is encrypted as sgID does it. */
function usualAlgorithm(header: ProtectedHeaderParameters, algorithms: readonly string[]) {
  const { alg, enc, kid: _whose, ...unusual } = header
  if (enc !== 'A256GCM' || Object.keys(unusual).length > 0) return undefined
  return algorithms.find((algorithm) => algorithm === alg && !algorithm.endsWith('KW'))
}

/** @see RFC 7516 §5.2, RFC 7518 §5.3 (AES-GCM: 12 bytes of IV, 16 of tag) */
async function open(jwe: string, key: CryptoKey | Bytes, crypto: Crypto): Promise<Bytes> {
  const [head = '', ...parts] = jwe.split('.')
  const [wrapped, iv, content, tag] = parts.map(crypto.fromBase64url)
  if (!wrapped || !iv || !content || !tag) throw new Error('not five parts')
  if (key instanceof Uint8Array && wrapped.length > 0) throw new Error('a key for a direct one')
  const contentKey = key instanceof Uint8Array ? key : await unwrap(key, wrapped, crypto)
  if (contentKey.length !== 32 || iv.length !== 12 || tag.length !== 16) throw new Error('sizes')
  const sealed = new Uint8Array(content.length + tag.length)
  sealed.set(content)
  sealed.set(tag, content.length)
  const plaintext = await crypto.open(contentKey, iv, sealed, utf8(head))
  if (!plaintext) throw new Error('another tag')
  return plaintext
}

/** RSA-OAEP takes a third of a millisecond: Web Crypto does it beside the event loop. */
async function unwrap(key: CryptoKey, wrapped: Bytes, { fromThread }: Crypto): Promise<Bytes> {
  return new Uint8Array(await fromThread(crypto.subtle.decrypt({ name: 'RSA-OAEP' }, key, wrapped)))
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
