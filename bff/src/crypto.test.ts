import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { base64url, derivedHmac, equal, fromBase64, utf8, webCrypto } from './crypto.ts'
import { nodeCrypto } from './node-crypto.ts'

const hex = (text: string) => new Uint8Array(Buffer.from(text, 'hex'))
const toHex = (bytes: Uint8Array | undefined) => bytes && Buffer.from(bytes).toString('hex')

test('what Node’s threads give within one turn of the event loop is handed on at its end', async () => {
  let given = ''
  nodeCrypto.fromThread(Promise.resolve('result')).then((result) => {
    given = result
  })
  for (let i = 0; i < 20; i++) await undefined
  expect(given).toBe('')
  await new Promise((resolve) => setImmediate(resolve))
  expect(given).toBe('result')
})

describe.each([
  ['Web Crypto', webCrypto],
  ['node:crypto', nodeCrypto],
])('by %s (P41)', (_name, crypto) => {
  test('what a thread gives or throws is handed on', async () => {
    expect(await crypto.fromThread(Promise.resolve('result'))).toBe('result')
    await expect(crypto.fromThread(Promise.reject(new Error('why')))).rejects.toThrow('why')
  })

  test('SHA-256 of "abc" is the digest of FIPS 180-4', async () => {
    expect(toHex(await crypto.sha256.bytes('abc'))).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    )
  })

  test('HMAC-SHA-256 gives test case 2 of RFC 4231', async () => {
    const mac = await crypto.hmac(utf8('Jefe'))
    expect(toHex(await mac.bytes('what do ya want for nothing?'))).toBe(
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    )
  })

  test('HMAC-SHA-256 gives test case 6 of RFC 4231, whose key is longer than a block', async () => {
    const mac = await crypto.hmac(new Uint8Array(131).fill(0xaa))
    expect(toHex(await mac.bytes('Test Using Larger Than Block-Size Key - Hash Key First'))).toBe(
      '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54',
    )
  })

  test('an HMAC is that of node:crypto for every key and message, as bytes and as text', async () => {
    const key = fc.uint8Array({ minLength: 1, maxLength: 200 }).map((bytes) => bytes.slice())
    const message = fc.string({ unit: 'binary', maxLength: 2000 })
    await fc.assert(
      fc.asyncProperty(key, message, async (bytes, text) => {
        const mac = await crypto.hmac(bytes)
        const expected = createHmac('sha256', bytes).update(text).digest()
        expect(toHex(await mac.bytes(text))).toBe(expected.toString('hex'))
        expect(await mac.text(text)).toBe(expected.toString('base64url'))
      }),
    )
  })

  // The GCM specification's test case 16: AES-256, 96-bit IV, AAD.
  const key = hex('feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308')
  const iv = hex('cafebabefacedbaddecaf888')
  const aad = hex('feedfacedeadbeeffeedfacedeadbeefabaddad2')
  const plaintext = hex(
    'd9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39',
  )
  const sealed = hex(
    '522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f66276fc6ece0f4e1768cddf8853bb2d551b',
  )

  test('AES-256-GCM seals as test case 16 of the GCM specification', async () => {
    expect(toHex(await crypto.seal(key, iv, plaintext, aad))).toBe(toHex(sealed))
  })

  test('what was sealed opens again', async () => {
    expect(toHex(await crypto.open(key, iv, sealed, aad))).toBe(toHex(plaintext))
  })

  const flipped = sealed.slice()
  flipped[3] = (flipped[3] ?? 0) ^ 1
  test.each([
    ['another key', key.slice().reverse(), iv, sealed, aad],
    ['another IV', key, iv.slice().reverse(), sealed, aad],
    ['one flipped bit', key, iv, flipped, aad],
    ['a cut tag', key, iv, sealed.slice(0, -1), aad],
    ['nothing but half a tag', key, iv, sealed.slice(-8), aad],
    ['another AAD', key, iv, sealed, utf8('elsewhere')],
  ])('nothing opens with %s', async (_what, k, i, s, a) => {
    expect(await crypto.open(k, i, s, a)).toBeUndefined()
  })

  test('half a tag opens nothing, though it is half of the right one', async () => {
    const tag = await crypto.seal(key, iv, new Uint8Array(), aad)

    expect(await crypto.open(key, iv, tag, aad)).toEqual(new Uint8Array())
    expect(await crypto.open(key, iv, tag.slice(0, 8), aad)).toBeUndefined()
  })

  test('one secret gives the same key for a purpose and another for another', async () => {
    const secret = new Uint8Array(32).fill(7)
    const sign = await derivedHmac(crypto, secret, 'state')
    const other = await derivedHmac(crypto, secret, 'nonce')

    expect(await sign.text('x')).toBe('j53MJxPjAE_G9N_5p3BT1leDud7uNrPIUaCH4c4jL34')
    expect(await other.text('x')).not.toBe(await sign.text('x'))
  })
})

test('base64url and back is the identity, without padding or characters that a URL changes', () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, i) => i)
  expect(base64url(bytes)).toMatch(/^[\w-]+$/)
  expect(fromBase64(base64url(bytes))).toEqual(bytes)
})

test.each([
  ['same', 'same', true],
  ['same', 'sama', false],
  ['same', 'samesame', false],
  ['', 'a', false],
])('%j and %j: equal is %j', (a, b, answer) => {
  expect(equal(a, b)).toBe(answer)
})
