import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { CompactEncrypt } from 'jose'
import { expect, test } from 'vitest'
import { threadPoolJobs } from '../testing/thread-pool.ts'
import { decryptData } from './decrypt.ts'
import { importPrivateKeys } from './private-key.ts'

const newPair = () => generateKeyPairSync('rsa', { modulusLength: 2048 })
const pair = newPair()
const other = newPair()
const keysOf = (...pairs: (typeof pair)[]) =>
  importPrivateKeys(
    pairs.map(({ privateKey }) => privateKey.export({ type: 'pkcs8', format: 'pem' })).join(''),
  )

interface Sealing {
  key: [alg: string, enc: string]
  field: [alg: string, enc: string]
  bytes: number
  jwk?: Record<string, unknown>
}

async function seal(value: string, { key, field, bytes, jwk }: Sealing) {
  const secret = randomBytes(bytes)
  const block = JSON.stringify({ kty: 'oct', k: secret.toString('base64url'), ...jwk })
  const encrypt = (
    text: string,
    [alg, enc]: [string, string],
    to: Uint8Array | typeof pair.publicKey,
  ) =>
    new CompactEncrypt(new TextEncoder().encode(text)).setProtectedHeader({ alg, enc }).encrypt(to)
  return {
    key: await encrypt(block, key, pair.publicKey),
    data: { 'myinfo.name': await encrypt(value, field, secret) },
  }
}

const value = 'TAN  ஆ 陳 𠮷 \n é'

test.each<[string, Sealing]>([
  [
    'sgID’s SDK',
    {
      key: ['RSA-OAEP-256', 'A256GCM'],
      field: ['A128GCMKW', 'A128GCM'],
      bytes: 16,
      jwk: { alg: 'A128GCM' },
    },
  ],
  [
    'MockPass',
    {
      key: ['RSA-OAEP', 'A128CBC-HS256'],
      field: ['dir', 'A256GCM'],
      bytes: 32,
      jwk: { alg: 'A256GCM', kid: 'x' },
    },
  ],
  ['dir A128GCM', { key: ['RSA-OAEP-256', 'A128CBC-HS256'], field: ['dir', 'A128GCM'], bytes: 16 }],
  ['A256GCMKW', { key: ['RSA-OAEP', 'A256GCM'], field: ['A256GCMKW', 'A256GCM'], bytes: 32 }],
  [
    'CBC fields',
    {
      key: ['RSA-OAEP-256', 'A256GCM'],
      field: ['dir', 'A128CBC-HS256'],
      bytes: 32,
      jwk: { use: 'enc' },
    },
  ],
])('values as %s encrypts them come out exactly', async (_name, sealing) => {
  const sealed = await seal(value, sealing)
  expect(await decryptData(sealed, ['openid', 'myinfo.name'], await keysOf(pair))).toEqual({
    'myinfo.name': value,
  })
})

const usual: Sealing = { key: ['RSA-OAEP-256', 'A256GCM'], field: ['dir', 'A256GCM'], bytes: 32 }

test('the second of two private keys opens what the first cannot', async () => {
  const sealed = await seal(value, usual)
  expect(await decryptData(sealed, ['myinfo.name'], await keysOf(other, pair))).toEqual({
    'myinfo.name': value,
  })
  await expect(decryptData(sealed, ['myinfo.name'], await keysOf(other))).rejects.toMatchObject({
    code: 'data_unavailable',
  })
})

test.each<[string, Sealing]>([
  ['an RSA-OAEP-512 block key', { ...usual, key: ['RSA-OAEP-512', 'A256GCM'] }],
  ['a block key encrypted by AES-192', { ...usual, key: ['RSA-OAEP-256', 'A192GCM'] }],
  ['a field encrypted by AES-192', { ...usual, field: ['dir', 'A192GCM'], bytes: 24 }],
  ['a field wrapped by AES-KW', { ...usual, field: ['A256KW', 'A256GCM'] }],
])('%s is not on the list and is refused (P8)', async (_name, sealing) => {
  const sealed = await seal(value, sealing)
  await expect(decryptData(sealed, ['myinfo.name'], await keysOf(pair))).rejects.toMatchObject({
    code: 'data_unavailable',
  })
})

test('a value beyond all reason is refused before it is decrypted (P8)', async () => {
  const sealed = await seal('x'.repeat(100_000), usual)
  await expect(decryptData(sealed, ['myinfo.name'], await keysOf(pair))).rejects.toMatchObject({
    message: expect.stringContaining('sane size'),
  })
})

test('one field that does not open spoils all of them (P8)', async () => {
  const { key, data } = await seal(value, usual)
  const both = { key, data: { ...data, 'myinfo.email': 'a.b.c.d.e' } }

  await expect(
    decryptData(both, ['myinfo.name', 'myinfo.email'], await keysOf(pair)),
  ).rejects.toMatchObject({ code: 'data_unavailable' })
  expect(await decryptData(both, ['myinfo.name'], await keysOf(pair))).toEqual({
    'myinfo.name': value,
  })
})

test('RSA and AES run in threads of the pool, while the event loop goes on (P33)', async () => {
  const sealed = await seal(value, {
    key: ['RSA-OAEP-256', 'A256GCM'],
    field: ['dir', 'A256GCM'],
    bytes: 32,
  })
  const keys = await keysOf(pair)
  const jobs = await threadPoolJobs(() => decryptData(sealed, ['myinfo.name'], keys))

  // The RSA key of the first JWE, its content, and the content of the field.
  expect(jobs).toEqual(['CIPHERREQUEST', 'CIPHERREQUEST', 'CIPHERREQUEST'])
})
