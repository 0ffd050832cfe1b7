import { createPublicKey, generateKeyPair, type KeyObject, randomBytes } from 'node:crypto'
import { promisify } from 'node:util'

/** A registered relying party. @see sgID, "Register Your Application" */
export interface Client {
  /** Names it: `SIMULATOR-CLIENT`. @see RFC 6749 §2.2 */
  clientId: string
  /**
   * What it authenticates by, in the body of the token request: any characters.
   *
   * @see RFC 6749 §2.3.1
   */
  clientSecret: string
  /**
   * Each an absolute URL without a fragment, compared character by character with what an
   * authorization request sends.
   *
   * @see RFC 6749 §3.1.2
   */
  redirectUris: string[]
  /** The most this client may ask for: `openid`, `myinfo.name`. */
  scopes: string[]
  /** SPKI PEM of an RSA key: what user info is encrypted to. @see RFC 5280 §4.1 */
  publicKey: string
}

/** A registration, with the half of the key that the relying party keeps. @see RFC 6749 §2 */
export interface MadeClient {
  /** The registration, for `createSimulator` or `serveSimulator`. */
  client: Client
  /** PKCS #8 PEM. @see RFC 5958 §2 */
  privateKey: string
  /**
   * The same key as PKCS #1 PEM, the older form that sgID's samples also show.
   *
   * @see RFC 8017 §A.1.2
   */
  privateKeyPkcs1: string
}

/**
 * A client with a fresh RSA-2048 pair and secret, as sgID's developer portal would hand them out.
 * Never rejects.
 *
 * @param overrides members that are to be otherwise; the scopes are `openid` and `myinfo.name`, and
 * the redirect URI is `http://localhost:3000/auth/callback`, if nothing is said
 * @returns the client and its private key
 * @see RFC 6749 §2
 */
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
