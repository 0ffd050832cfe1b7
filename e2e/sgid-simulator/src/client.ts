import { createPublicKey, generateKeyPair, type KeyObject, randomBytes } from 'node:crypto'
import { promisify } from 'node:util'

/** A registered relying party. */
export interface Client {
  clientId: string
  clientSecret: string
  /** Compared character by character with what an authorization request sends. */
  redirectUris: string[]
  /** The most this client may ask for. */
  scopes: string[]
  /** SPKI PEM: what user info is encrypted to. */
  publicKey: string
}

/** A registration, with the half of the key that the relying party keeps. */
export interface MadeClient {
  client: Client
  /** PKCS #8 PEM. */
  privateKey: string
  /** The same key as PKCS #1 PEM, the older form that sgID's samples also show. */
  privateKeyPkcs1: string
}

/** A client with a fresh RSA-2048 pair and secret, as sgID's developer portal would hand them out. */
export async function makeClient(overrides: Partial<Client> = {}): Promise<MadeClient> {
  const pair = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 })
  const pem = (key: KeyObject, type: 'spki' | 'pkcs8' | 'pkcs1') =>
    key.export({ type, format: 'pem' }).toString()
  const client = {
    clientId: 'SIMULATOR-CLIENT',
    clientSecret: randomBytes(24).toString('base64url'),
    redirectUris: ['http://localhost:3000/auth/callback'],
    scopes: ['openid', 'myinfo.name'],
    publicKey: pem(pair.publicKey, 'spki'),
    ...overrides,
  }
  return {
    client,
    privateKey: pem(pair.privateKey, 'pkcs8'),
    privateKeyPkcs1: pem(pair.privateKey, 'pkcs1'),
  }
}

/**
 * The clients by id.
 *
 * @throws {Error} when one could never log in: a wrong key, a redirect URI that is relative or has a fragment
 */
export function register(clients: Client[]): Map<string, Client> {
  for (const { clientId, redirectUris, publicKey } of clients) {
    if (createPublicKey(publicKey).asymmetricKeyType !== 'rsa')
      throw new Error(`The public key of ${clientId} is not an RSA key`)
    const wrong = redirectUris.find((uri) => !URL.canParse(uri) || uri.includes('#'))
    if (wrong !== undefined)
      throw new Error(
        `${clientId} has a redirect URI that is not absolute or has a fragment: ${wrong}`,
      )
  }
  return new Map(clients.map((client) => [client.clientId, client]))
}
