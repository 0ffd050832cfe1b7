import { generateKeyPairSync } from 'node:crypto'
import { exportJWK, type JWK } from 'jose'
import { createSigningKey, type SigningKeys } from '../signing-keys.ts'
import {
  type AnswerFault,
  cut,
  failure,
  hang,
  huge,
  page,
  redirect,
  slow,
  stall,
} from './answers.ts'
import { table } from './table.ts'

export interface RotationFault {
  readonly about: string
  readonly legal?: true
  /** Happens in the token request, before the ID token is signed. */
  rotate(keys: SigningKeys): Promise<void>
}

export interface KeySetFault {
  readonly about: string
  readonly legal?: true
  rewrite(keys: JWK[]): Promise<JWK[]> | JWK[]
}

export const rotationFaults = table<RotationFault>()({
  'jwks-rotated': {
    about: 'The signing key is replaced right before the ID token is signed',
    legal: true,
    rotate: (keys) => keys.rotate(),
  },
})

export const keySetFaults = table<AnswerFault>()({
  'jwks-500': { about: '500 with {"message"}', answer: () => failure(500, 'Internal error') },
  'jwks-slow': { about: 'Answers after 6 seconds', answer: slow },
  'jwks-hang': { about: 'Never answers', answer: hang },
  'jwks-stall': { about: 'Sends headers and never finishes the body', answer: stall },
  'jwks-reset': { about: 'Cuts the connection', answer: cut },
  'jwks-html': { about: '200 with an HTML page', answer: () => page(200) },
  'jwks-redirect': { about: '302 to another origin', answer: redirect },
  'jwks-huge': { about: '200 with 2 MiB of JSON', answer: huge },
})

export const keySetRewrites = table<KeySetFault>()({
  'jwks-empty': { about: 'A set without keys', rewrite: () => [] },
  'jwks-wrong-use': {
    about: 'The only keys are for encryption',
    rewrite: (keys) => keys.map((key) => ({ ...key, use: 'enc' })),
  },
  'jwks-extra-keys': {
    about: 'An EC key and an RSA key for encryption stand before the right one',
    legal: true,
    rewrite: async (keys) => {
      const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
      const ec = { ...(await exportJWK(publicKey)), kid: 'ec', use: 'sig', alg: 'ES256' }
      const { jwk } = await createSigningKey()
      return [ec, { ...jwk, kid: 'enc', use: 'enc', alg: 'RSA-OAEP-256' }, ...keys]
    },
  },
  'jwks-bare-keys': {
    about: 'The keys say neither use nor alg',
    legal: true,
    rewrite: (keys) => keys.map(({ use: _use, alg: _alg, ...key }) => key),
  },
})
