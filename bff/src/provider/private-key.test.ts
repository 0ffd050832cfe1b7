import { generateKeyPairSync, publicEncrypt } from 'node:crypto'
import { expect, test } from 'vitest'
import { importPrivateKeys } from './private-key.ts'

const pair = generateKeyPairSync('rsa', { modulusLength: 2048 })
const pem = (type: 'pkcs1' | 'pkcs8') => pair.privateKey.export({ type, format: 'pem' }).toString()
const message = new TextEncoder().encode('block key')

test.each([
  ['PKCS #8', pem('pkcs8')],
  ['PKCS #1', pem('pkcs1')],
  ['PKCS #8 with CRLF', pem('pkcs8').replaceAll('\n', '\r\n')],
  ['PKCS #8 with escaped newlines', pem('pkcs8').replaceAll('\n', '\\n')],
  ['PKCS #1 with escaped newlines', pem('pkcs1').replaceAll('\n', '\\n')],
  ['PKCS #1 with escaped CRLF', pem('pkcs1').replaceAll('\n', '\\r\\n')],
  ['PKCS #8 with spaces for newlines', pem('pkcs8').replaceAll('\n', ' ')],
  ['PKCS #8 on one line', pem('pkcs8').replaceAll('\n', '')],
  ['PKCS #8 in quotes and blanks', `  "${pem('pkcs8')}" `],
])('a key in %s decrypts RSA-OAEP and RSA-OAEP-256', async (_form, text) => {
  const [key] = await importPrivateKeys(text)
  for (const [name, oaepHash] of [
    ['RSA-OAEP', 'sha1'],
    ['RSA-OAEP-256', 'sha256'],
  ] as const) {
    const encrypted = new Uint8Array(publicEncrypt({ key: pair.publicKey, oaepHash }, message))
    const use = key?.[name]
    const plain = use && (await crypto.subtle.decrypt({ name: 'RSA-OAEP' }, use, encrypted))
    expect(new TextDecoder().decode(plain)).toBe('block key')
  }
})

test('several keys, one after another, are all there', async () => {
  expect(await importPrivateKeys(pem('pkcs8') + pem('pkcs1'))).toHaveLength(2)
})

const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
const weak = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey
const encryption = { cipher: 'aes-256-cbc', passphrase: 'x' }
test.each([
  ['nothing', '', 'no PEM block'],
  ['a body alone', pem('pkcs8').split('\n').slice(1, -2).join(''), 'no PEM block'],
  [
    'half a key',
    pem('pkcs8').split('\n').toSpliced(5, 6).join('\n'),
    'not a whole RSA private key',
  ],
  ['a key that is cut off', pem('pkcs8').slice(0, 900), 'is cut off'],
  [
    'a key, and another one that is cut off',
    pem('pkcs8') + pem('pkcs1').slice(0, 900),
    'is cut off',
  ],
  ['a public key', pair.publicKey.export({ type: 'spki', format: 'pem' }), 'a block of PUBLIC KEY'],
  ['an EC key', ec.export({ type: 'pkcs8', format: 'pem' }), 'not a whole RSA private key'],
  ['an old EC key', ec.export({ type: 'sec1', format: 'pem' }), 'a block of EC PRIVATE KEY'],
  [
    'an encrypted key',
    pair.privateKey.export({ type: 'pkcs8', format: 'pem', ...encryption }),
    'unencrypted',
  ],
  [
    'a body that is not base64',
    '-----BEGIN PRIVATE KEY-----\n**\n-----END PRIVATE KEY-----',
    'base64',
  ],
  ['1024 bits', weak.export({ type: 'pkcs8', format: 'pem' }), 'RSA 1024'],
])(
  '%s is refused with words that help and nothing of the key (P36)',
  async (_what, text, words) => {
    const error = await importPrivateKeys(String(text)).catch((thrown: unknown) => String(thrown))
    expect(error).toContain(words)
    expect(error).not.toMatch(/[A-Za-z0-9+/]{40}/)
  },
)
