import { createPublicKey, randomBytes, randomUUID } from 'node:crypto'
import { CompactEncrypt, calculateJwkThumbprint, exportJWK, type JWK } from 'jose'
import type { Client } from './client.ts'

/** The algorithms of the two layers of user info: the block key, and the fields under it. */
export interface Layout {
  readonly key: { readonly alg: string; readonly enc: string }
  readonly field: { readonly alg: string; readonly enc: string }
  /** Of the block key: its length in bytes, and the `alg` it claims to be for. */
  readonly blockKey: { readonly length: number; readonly alg: string }
  /** Whether both layers name their key. */
  readonly kid: boolean
}

const rsa256 = { alg: 'RSA-OAEP-256', enc: 'A256GCM' }

/** sgID documents no algorithms; these are the ones its SDKs are tested with, and near relations. */
export const sgidLayouts = {
  dir: {
    key: rsa256,
    field: { alg: 'dir', enc: 'A256GCM' },
    blockKey: { length: 32, alg: 'A256GCM' },
    kid: false,
  },
  'dir-A128GCM': {
    key: rsa256,
    field: { alg: 'dir', enc: 'A128GCM' },
    blockKey: { length: 16, alg: 'A128GCM' },
    kid: false,
  },
  A128GCMKW: {
    key: rsa256,
    field: { alg: 'A128GCMKW', enc: 'A128GCM' },
    blockKey: { length: 16, alg: 'A128GCM' },
    kid: false,
  },
  A256GCMKW: {
    key: rsa256,
    field: { alg: 'A256GCMKW', enc: 'A256GCM' },
    blockKey: { length: 32, alg: 'A256GCMKW' },
    kid: false,
  },
} satisfies Record<string, Layout>

export type Fields = keyof typeof sgidLayouts

export const mockpassLayout: Layout = {
  key: { alg: 'RSA-OAEP', enc: 'A128CBC-HS256' },
  field: { alg: 'dir', enc: 'A256GCM' },
  blockKey: { length: 32, alg: 'A256GCM' },
  kid: true,
}

/** The symmetric key under which one answer's fields are encrypted. */
export interface BlockKey {
  readonly bytes: Uint8Array
  readonly jwk: JWK
}

export function createBlockKey({ blockKey, kid }: Layout): BlockKey {
  const bytes = randomBytes(blockKey.length)
  const jwk = { kty: 'oct', k: bytes.toString('base64url'), alg: blockKey.alg }
  return { bytes, jwk: kid ? { ...jwk, kid: randomUUID() } : jwk }
}

/** @returns the compact JWE that only this client's private key opens */
export async function sealBlockKey(
  plaintext: string,
  client: Pick<Client, 'publicKey'>,
  { key, kid }: Layout,
): Promise<string> {
  const publicKey = createPublicKey(client.publicKey)
  const name = kid ? { kid: await calculateJwkThumbprint(await exportJWK(publicKey)) } : {}
  return new CompactEncrypt(new TextEncoder().encode(plaintext))
    .setProtectedHeader({ ...key, ...name })
    .encrypt(publicKey)
}

/** @returns the compact JWE that the block key opens */
export async function sealField(
  value: string | Uint8Array,
  { bytes, jwk }: BlockKey,
  { field }: Layout,
): Promise<string> {
  return new CompactEncrypt(typeof value === 'string' ? new TextEncoder().encode(value) : value)
    .setProtectedHeader(jwk.kid === undefined ? field : { ...field, kid: jwk.kid })
    .encrypt(bytes)
}
