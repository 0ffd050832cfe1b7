import { createCipheriv, generateKeyPairSync, randomBytes } from 'node:crypto'
import { CompactEncrypt } from 'jose'
import { describe, expect, test } from 'vitest'
import { webCrypto } from '../crypto.ts'
import { nodeCrypto } from '../node-crypto.ts'
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

async function seal(
  value: string,
  { key, field, bytes, jwk }: Sealing,
  secret = randomBytes(bytes),
) {
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

const usual: Sealing = { key: ['RSA-OAEP-256', 'A256GCM'], field: ['dir', 'A256GCM'], bytes: 32 }

describe.each([
  ['node:crypto', nodeCrypto],
  ['Web Crypto', webCrypto],
])('with contents opened by %s', (_name, crypto) => {
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
    [
      'dir A128GCM',
      { key: ['RSA-OAEP-256', 'A128CBC-HS256'], field: ['dir', 'A128GCM'], bytes: 16 },
    ],
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
    expect(
      await decryptData(sealed, ['openid', 'myinfo.name'], await keysOf(pair), crypto),
    ).toEqual({
      'myinfo.name': value,
    })
  })

  test('the second of two private keys opens what the first cannot', async () => {
    const sealed = await seal(value, usual)
    expect(await decryptData(sealed, ['myinfo.name'], await keysOf(other, pair), crypto)).toEqual({
      'myinfo.name': value,
    })
    await expect(
      decryptData(sealed, ['myinfo.name'], await keysOf(other), crypto),
    ).rejects.toMatchObject({
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
    await expect(
      decryptData(sealed, ['myinfo.name'], await keysOf(pair), crypto),
    ).rejects.toMatchObject({
      code: 'data_unavailable',
    })
  })

  test('a value beyond all reason is refused before it is decrypted (P8)', async () => {
    const sealed = await seal('x'.repeat(100_000), usual)
    await expect(
      decryptData(sealed, ['myinfo.name'], await keysOf(pair), crypto),
    ).rejects.toMatchObject({
      message: expect.stringContaining('sane size'),
    })
  })

  test('one field that does not open spoils all of them (P8)', async () => {
    const { key, data } = await seal(value, usual)
    const both = { key, data: { ...data, 'myinfo.email': 'a.b.c.d.e' } }

    await expect(
      decryptData(both, ['myinfo.name', 'myinfo.email'], await keysOf(pair), crypto),
    ).rejects.toMatchObject({ code: 'data_unavailable' })
    expect(await decryptData(both, ['myinfo.name'], await keysOf(pair), crypto)).toEqual({
      'myinfo.name': value,
    })
  })

  /** What neither library nor hand may take for a JWE of sgID: each changes one field. */
  test.each<[string, (parts: string[]) => string[]]>([
    ['with a key beside the direct one', ([h = '', , ...rest]) => [h, 'AAAA', ...rest]],
    ['with another IV', ([h = '', k = '', , ...rest]) => [h, k, 'A'.repeat(16), ...rest]],
    ['with an IV of 16 bytes', ([h = '', k = '', , ...rest]) => [h, k, 'A'.repeat(22), ...rest]],
    ['without an IV', ([h = '', k = '', , ...rest]) => [h, k, '', ...rest]],
    ['with half a tag', (parts) => [...parts.slice(0, 4), (parts[4] ?? '').slice(0, 11)]],
    ['without a tag', (parts) => [...parts.slice(0, 4), '']],
    ['of four parts', (parts) => parts.slice(0, 4)],
    ['of six parts', (parts) => [...parts, 'AAAA']],
    ['with padding', (parts) => [...parts.slice(0, 4), `${parts[4]}==`]],
    ['with a changed value', ([h = '', k = '', iv = '', , tag = '']) => [h, k, iv, 'AAAA', tag]],
    ['whose header says more', ([, ...rest]) => [header({ typ: 'JWE' }), ...rest]],
    ['with a critical extension', ([, ...rest]) => [header({ crit: ['x'], x: 1 }), ...rest]],
    ['that is compressed', ([, ...rest]) => [header({ zip: 'DEF' }), ...rest]],
  ])('a field %s is refused (P8, P9)', async (_name, change) => {
    const { key, data } = await seal(value, usual)
    const changed = change(data['myinfo.name'].split('.')).join('.')

    await expect(
      decryptData(
        { key, data: { 'myinfo.name': changed } },
        ['myinfo.name'],
        await keysOf(pair),
        crypto,
      ),
    ).rejects.toMatchObject({ code: 'data_unavailable' })
  })

  test.each<[string, { bytes: number; iv: number; tag: number; alg?: string; opens: boolean }]>([
    ['as it should be', { bytes: 32, iv: 12, tag: 16, opens: true }],
    ['under a block key of half the length', { bytes: 16, iv: 12, tag: 16, opens: false }],
    ['under a longer IV', { bytes: 32, iv: 16, tag: 16, opens: false }],
    ['with half of its tag in its content', { bytes: 32, iv: 12, tag: 8, opens: false }],
    ['that says RSA-OAEP', { bytes: 32, iv: 12, tag: 16, alg: 'RSA-OAEP', opens: false }],
    ['that says A256GCMKW', { bytes: 32, iv: 12, tag: 16, alg: 'A256GCMKW', opens: false }],
  ])(
    'a field %s: it opens is $opens (P8)',
    async (_name, { bytes, iv, tag, alg = 'dir', opens }) => {
      const secret = randomBytes(bytes)
      const content = bytes === 16 ? 'A128GCM' : 'A256GCM'
      const { key } = await seal(value, { ...usual, field: ['dir', content], bytes }, secret)
      const data = { 'myinfo.name': byHand(value, secret, { alg, iv, tag }) }
      const opened = decryptData({ key, data }, ['myinfo.name'], await keysOf(pair), crypto)

      if (opens) expect(await opened).toEqual({ 'myinfo.name': value })
      else await expect(opened).rejects.toMatchObject({ code: 'data_unavailable' })
    },
  )
})

/** A JWE that is direct and says A256GCM, whatever it is and else says. */
function byHand(
  value: string,
  secret: Uint8Array,
  { alg, iv: ivBytes, tag: tagBytes }: { alg: string; iv: number; tag: number },
): string {
  const head = header({ alg })
  const iv = randomBytes(ivBytes)
  const cipher = createCipheriv(secret.length === 16 ? 'aes-128-gcm' : 'aes-256-gcm', secret, iv)
  cipher.setAAD(Buffer.from(head))
  const content = Buffer.concat([cipher.update(value), cipher.final(), cipher.getAuthTag()])
  const parts = [iv, content.subarray(0, -tagBytes), content.subarray(-tagBytes)]
  return [head, '', ...parts.map((part) => part.toString('base64url'))].join('.')
}

const header = (more: object) =>
  Buffer.from(JSON.stringify({ alg: 'dir', enc: 'A256GCM', ...more })).toString('base64url')

test.each([
  ['the RSA key of the first JWE, its content, and the content of the field', webCrypto, 3],
  ['the RSA key', nodeCrypto, 1],
])(
  '%s are opened in threads of the pool, while the event loop goes on (P33)',
  async (_what, crypto, count) => {
    const sealed = await seal(value, usual)
    const keys = await keysOf(pair)
    const jobs = await threadPoolJobs(() => decryptData(sealed, ['myinfo.name'], keys, crypto))

    expect(jobs).toEqual(Array.from({ length: count }, () => 'CIPHERREQUEST'))
  },
)
