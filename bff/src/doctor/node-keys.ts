import {
  constants,
  createHash,
  createPrivateKey,
  createPublicKey,
  type KeyObject,
  privateDecrypt,
  publicEncrypt,
  randomBytes,
} from 'node:crypto'
import { privateKeyBlocks } from '../provider/private-key.ts'
import { type Check, ok, warning, wrong } from './check.ts'

/** What registration at sgID makes. */
const registeredBits = 2048

export interface Keys {
  /** `SGID_PRIVATE_KEY`. */
  text: string
  /** The public key that is registered, in PEM, where there is one to compare with. */
  registered: string | undefined
}

/** That the private keys work, and belong to what sgID encrypts to. */
export const keyChecks: Check<Keys>[] = [
  {
    what: 'private key',
    expected: `RSA with ${registeredBits} bits, PKCS #8 or PKCS #1, that opens what its public key closes`,
    mend: 'take the key that came with the registration at sgID, the whole of it',
    look({ text }) {
      const keys = privateKeys(text)
      if (!keys.every(opens)) return wrong('a key that does not open what it should')
      const format = text.includes('BEGIN RSA PRIVATE KEY') ? 'PKCS #1' : 'PKCS #8'
      const sizes = keys.map((key) => key.asymmetricKeyDetails?.modulusLength ?? 0)
      const seen = `RSA ${sizes.join(' and ')}, ${format}`
      return sizes.every((size) => size === registeredBits) ? ok(seen) : warning(seen)
    },
  },
  {
    what: 'key pair',
    expected: 'the pair of the public key that is registered',
    mend: 'take the private key of that registration, or the public key of this pair',
    look({ text, registered }) {
      const prints = privateKeys(text).map((key) => fingerprint(createPublicKey(key)))
      const own = `SHA-256 of the public key: ${prints.join(', ')}`
      if (registered === undefined) return ok(`${own}; --public-key FILE compares it`)
      const theirs = fingerprint(createPublicKey(registered))
      if (prints[0] === theirs) return ok(own)
      if (prints.includes(theirs)) return warning(`${own}; the registered one is not the first`)
      return wrong(`${own}; of the registered one: ${theirs}`)
    },
  },
]

function privateKeys(text: string): KeyObject[] {
  return privateKeyBlocks(text).map((der) =>
    createPrivateKey({ key: Buffer.from(der), format: 'der', type: 'pkcs8' }),
  )
}

function opens(key: KeyObject): boolean {
  const oaep = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' }
  const sent = randomBytes(32)
  try {
    const closed = publicEncrypt({ key: createPublicKey(key), ...oaep }, sent)
    return privateDecrypt({ key, ...oaep }, closed).equals(sent)
  } catch {
    return false
  }
}

/** As `openssl pkey -pubin -in FILE -outform DER | sha256sum` says it. */
export function fingerprint(key: KeyObject): string {
  return createHash('sha256')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest('hex')
}
