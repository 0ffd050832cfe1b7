import { createPublicKey, createSecretKey, type KeyObject, sign } from 'node:crypto'
import { CompactEncrypt, SignJWT } from 'jose'
import type { Client } from '../client.ts'
import { type Claims, signIdToken } from '../id-token.ts'
import { createSigningKey, type SigningKeys } from '../signing-keys.ts'
import { elsewhere } from './answers.ts'
import { table } from './table.ts'

export interface SignatureFault {
  readonly about: string
  readonly legal?: true
  /** Makes an ID token out of claims that are right. */
  forge(claims: Claims, context: { client: Client; keys: SigningKeys }): Promise<string> | string
}

export const signatureFaults = table<SignatureFault>()({
  'id-token-alg-none': {
    about: 'Unsigned, with alg none',
    forge: (claims) => `${part({ alg: 'none', typ: 'JWT' })}.${part(claims)}.`,
  },
  'id-token-alg-hs256': {
    about: 'HS256 with the client secret',
    forge: (claims, { client, keys }) =>
      hs256(claims, keys, createSecretKey(Buffer.from(client.clientSecret))),
  },
  'id-token-alg-hs256-public-key': {
    about: "HS256 with sgID's public key as the secret",
    forge: (claims, { keys }) => {
      const pem = keys.current().publicKey.export({ type: 'spki', format: 'pem' })
      return hs256(claims, keys, createSecretKey(Buffer.from(pem)))
    },
  },
  'id-token-alg-ps256': {
    about: 'PS256 with the right key',
    forge: (claims, { keys }) =>
      new SignJWT(claims)
        .setProtectedHeader({ alg: 'PS256', kid: keys.current().kid })
        .sign(keys.current().privateKey),
  },
  'id-token-bad-signature': {
    about: 'One bit of the signature is flipped',
    forge: async (claims, { keys }) => {
      const [header, payload, signature = ''] = (await signIdToken(claims, keys.current())).split(
        '.',
      )
      const bytes = Buffer.from(signature, 'base64url')
      bytes.writeUInt8(bytes.readUInt8(0) ^ 1, 0)
      return [header, payload, bytes.toString('base64url')].join('.')
    },
  },
  'id-token-unknown-kid': {
    about: 'Signed with a key that is not published',
    forge: async (claims) => signIdToken(claims, await createSigningKey()),
  },
  'id-token-other-key-right-kid': {
    about: 'Signed with another key under the kid of the published one',
    forge: async (claims, { keys }) =>
      signIdToken(claims, { ...(await createSigningKey()), kid: keys.current().kid }),
  },
  'id-token-other-key-in-header': {
    about: 'Signed with another key that the header carries (jwk)',
    forge: async (claims) => {
      const { jwk, privateKey } = await createSigningKey()
      return new SignJWT(claims).setProtectedHeader({ alg: 'RS256', jwk }).sign(privateKey)
    },
  },
  'id-token-other-key-by-url': {
    about: 'Signed with another key that the header links to (jku)',
    forge: async (claims) => {
      const { kid, privateKey } = await createSigningKey()
      return new SignJWT(claims)
        .setProtectedHeader({ alg: 'RS256', kid, jku: `${elsewhere}/jwks.json` })
        .sign(privateKey)
    },
  },
  'id-token-no-kid': {
    about: 'The header names no key; before any rotation there is only one',
    legal: true,
    forge: (claims, { keys }) =>
      new SignJWT(claims).setProtectedHeader({ alg: 'RS256' }).sign(keys.current().privateKey),
  },
  'id-token-weak-key': {
    about: 'Signed with an RSA key of 1024 bits, which the next key set publishes',
    forge: async (claims, { keys }) => {
      const { jwk, kid, privateKey } = await createSigningKey(1024)
      keys.publishOnce(jwk)
      const signed = `${part({ alg: 'RS256', kid })}.${part(claims)}`
      // jose does not sign with so short a key.
      return `${signed}.${sign('sha256', Buffer.from(signed), privateKey).toString('base64url')}`
    },
  },
  'id-token-crit': {
    about: 'The header has a critical extension nobody knows',
    forge: (claims, { keys }) => {
      const { kid, privateKey } = keys.current()
      const header = { alg: 'RS256', kid, crit: ['simulated'], simulated: true }
      const signed = `${part(header)}.${part(claims)}`
      return `${signed}.${sign('sha256', Buffer.from(signed), privateKey).toString('base64url')}`
    },
  },
  'id-token-encrypted': {
    about: 'Signed as it is due, then encrypted to the client: five parts',
    forge: async (claims, { client, keys }) =>
      new CompactEncrypt(Buffer.from(await signIdToken(claims, keys.current())))
        .setProtectedHeader({ alg: 'RSA-OAEP-256', enc: 'A256GCM', cty: 'JWT' })
        .encrypt(createPublicKey(client.publicKey)),
  },
  'id-token-not-a-jwt': { about: 'Not a JWT at all', forge: () => 'not-a-jwt' },
})

function part(content: object): string {
  return Buffer.from(JSON.stringify(content)).toString('base64url')
}

function hs256(claims: Claims, keys: SigningKeys, secret: KeyObject): Promise<string> {
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256', kid: keys.current().kid })
    .sign(secret)
}
