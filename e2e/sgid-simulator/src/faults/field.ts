import { randomBytes } from 'node:crypto'
import { deflateRawSync } from 'node:zlib'
import type { BlockKey } from '../sealing.ts'
import { aesGcm, craftJwe } from './jwe.ts'
import { table } from './table.ts'

export interface FieldFault {
  readonly about: string
  readonly legal?: true
  /** Spoils the first field; the others stay right. */
  forge(honest: string, blockKey: BlockKey): string
}

export const fieldFaults = table<FieldFault>()({
  'userinfo-field-broken-tag': {
    about: 'One bit of the authentication tag is flipped',
    forge: (honest) => {
      const [tag = '', ...rest] = honest.split('.').reverse()
      const bytes = Buffer.from(tag, 'base64url')
      bytes.writeUInt8(bytes.readUInt8(0) ^ 1, 0)
      return [bytes.toString('base64url'), ...rest].reverse().join('.')
    },
  },
  'userinfo-field-short-tag': {
    about: 'The authentication tag is cut to 4 bytes',
    forge: (honest) => {
      const [tag = '', ...rest] = honest.split('.').reverse()
      const bytes = Buffer.from(tag, 'base64url').subarray(0, 4)
      return [bytes.toString('base64url'), ...rest].reverse().join('.')
    },
  },
  'userinfo-field-other-key': {
    about: 'Encrypted under another key',
    forge: (_, { bytes }) => direct(randomBytes(bytes.length), {}, 'OTHER KEY'),
  },
  'userinfo-field-zip': {
    about: 'Compressed, with a zip header',
    forge: (_, { bytes }) => direct(bytes, { zip: 'DEF' }, deflateRawSync('COMPRESSED')),
  },
  'userinfo-field-crit': {
    about: 'The header has a critical extension nobody knows',
    forge: (_, { bytes }) =>
      direct(bytes, { crit: ['simulated'], simulated: true }, 'CRITICAL EXTENSION'),
  },
  'userinfo-field-pbes2': {
    about: 'A password-based algorithm with ten million rounds',
    forge: () => {
      const header = { alg: 'PBES2-HS256+A128KW', enc: 'A256GCM', p2s: 'c2FsdHNhbHQ', p2c: 1e7 }
      const random = { key: randomBytes(32), encryptedKey: randomBytes(40) }
      return craftJwe(header, { ...random, plaintext: 'PASSWORD' })
    },
  },
  'userinfo-field-four-parts': {
    about: 'Four parts instead of five',
    forge: (honest) => honest.split('.').slice(0, 4).join('.'),
  },
  'userinfo-field-six-parts': {
    about: 'Six parts instead of five',
    forge: (honest) => `${honest}.AAAA`,
  },
  'userinfo-field-bad-base64': {
    about: 'An asterisk in the ciphertext',
    forge: (honest) => {
      const [header, encryptedKey, iv, ciphertext, tag] = honest.split('.')
      return [header, encryptedKey, iv, `*${ciphertext?.slice(1)}`, tag].join('.')
    },
  },
  'userinfo-field-invalid-utf8': {
    about: 'The plaintext is not UTF-8',
    forge: (_, { bytes }) => direct(bytes, {}, Buffer.from([0x41, 0xc3, 0x28])),
  },
})

/** A field encrypted with `dir`, which is allowed beside any other algorithm. */
function direct(key: Uint8Array, header: object, plaintext: string | Uint8Array): string {
  return craftJwe({ alg: 'dir', enc: aesGcm(key), ...header }, { key, plaintext })
}
