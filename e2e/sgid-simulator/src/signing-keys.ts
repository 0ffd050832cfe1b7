import { generateKeyPair, type KeyObject } from 'node:crypto'
import { promisify } from 'node:util'
import { calculateJwkThumbprint, exportJWK, type JWK } from 'jose'

export interface SigningKey {
  readonly kid: string
  readonly privateKey: KeyObject
  readonly publicKey: KeyObject
  /** As published. */
  readonly jwk: JWK
}

export interface SigningKeys {
  current(): SigningKey
  /** The public keys: the current one first, then the one before it. */
  published(): JWK[]
  /** Publishes one more key, in the next answer only. */
  publishOnce(jwk: JWK): void
  rotate(): Promise<void>
}

export async function createSigningKeys(): Promise<SigningKeys> {
  let current = await createSigningKey()
  let previous: SigningKey | undefined
  let guests: JWK[] = []

  return {
    current: () => current,
    published() {
      const keys = [current.jwk, ...(previous ? [previous.jwk] : []), ...guests]
      guests = []
      return keys
    },
    publishOnce(jwk) {
      guests = [jwk]
    },
    async rotate() {
      const next = await createSigningKey()
      previous = current
      current = next
    },
  }
}

/** @param modulusLength bits */
export async function createSigningKey(modulusLength = 2048): Promise<SigningKey> {
  const { privateKey, publicKey } = await promisify(generateKeyPair)('rsa', { modulusLength })
  const jwk = await exportJWK(publicKey)
  const kid = await calculateJwkThumbprint(jwk)
  return { kid, privateKey, publicKey, jwk: { ...jwk, kid, use: 'sig', alg: 'RS256' } }
}
