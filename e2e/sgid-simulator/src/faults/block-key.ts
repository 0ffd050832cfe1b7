import { constants, publicEncrypt, randomBytes } from 'node:crypto'
import { type Client, makeClient } from '../client.ts'
import { type BlockKey, type Layout, sealBlockKey } from '../sealing.ts'
import { craftJwe } from './jwe.ts'
import { table } from './table.ts'

export interface BlockKeyFault {
  readonly about: string
  readonly legal?: true
  /** Makes the `key` of an answer whose fields are encrypted as they are due. */
  forge(blockKey: BlockKey, to: { client: Client; layout: Layout }): Promise<string> | string
}

export const blockKeyFaults = table<BlockKeyFault>()({
  'userinfo-key-other-client': {
    about: 'Encrypted to another client',
    forge: async ({ jwk }, { layout }) =>
      sealBlockKey(JSON.stringify(jwk), (await makeClient()).client, layout),
  },
  'userinfo-key-rsa1_5': {
    about: 'Encrypted to the client, with RSA1_5',
    forge: ({ jwk }, { client }) => {
      const key = randomBytes(32)
      const padding = constants.RSA_PKCS1_PADDING
      const encryptedKey = publicEncrypt({ key: client.publicKey, padding }, key)
      const header = { alg: 'RSA1_5', enc: 'A256GCM' }
      return craftJwe(header, { key, encryptedKey, plaintext: JSON.stringify(jwk) })
    },
  },
  'userinfo-key-pbes2': {
    about: 'A password-based algorithm with ten million rounds',
    forge: ({ jwk }) => {
      const rounds = { p2s: randomBytes(16).toString('base64url'), p2c: 10_000_000 }
      const header = { alg: 'PBES2-HS256+A128KW', enc: 'A256GCM', ...rounds }
      const random = { key: randomBytes(32), encryptedKey: randomBytes(40) }
      return craftJwe(header, { ...random, plaintext: JSON.stringify(jwk) })
    },
  },
  'userinfo-key-not-json': {
    about: 'The plaintext is not JSON',
    forge: (_, { client, layout }) => sealBlockKey('not json', client, layout),
  },
  'userinfo-key-single-quotes': {
    about: 'The plaintext is JSON with single quotes',
    forge: ({ jwk }, { client, layout }) =>
      sealBlockKey(JSON.stringify(jwk).replaceAll('"', "'"), client, layout),
  },
  'userinfo-key-array': {
    about: 'The plaintext is the key in an array',
    forge: ({ jwk }, { client, layout }) => sealBlockKey(JSON.stringify([jwk]), client, layout),
  },
  'userinfo-key-kty-rsa': {
    about: 'The key says that it is an RSA key',
    forge: ({ jwk }, { client, layout }) =>
      sealBlockKey(JSON.stringify({ ...jwk, kty: 'RSA' }), client, layout),
  },
  'userinfo-key-wrong-length': {
    about: 'The key is one byte short',
    forge: ({ bytes, jwk }, { client, layout }) => {
      const k = Buffer.from(bytes.subarray(1)).toString('base64url')
      return sealBlockKey(JSON.stringify({ ...jwk, k }), client, layout)
    },
  },
  'userinfo-key-bare': {
    about: 'The key says no alg',
    legal: true,
    forge: ({ jwk }, { client, layout }) =>
      sealBlockKey(JSON.stringify({ kty: jwk.kty, k: jwk.k }), client, layout),
  },
  'userinfo-alg-member-differs': {
    about: "The key's alg member is not the alg of the fields' headers",
    legal: true,
    forge: ({ bytes, jwk }, { client, layout }) => {
      const alg = bytes.length === 16 ? 'A128KW' : 'A256KW'
      return sealBlockKey(JSON.stringify({ ...jwk, alg }), client, layout)
    },
  },
})
