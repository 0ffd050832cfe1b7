import { type Bytes, type Crypto, derivedHmac, type Hmac, type Random, utf8 } from '../crypto.ts'

/** Shuts a record so that only who brings its secret can read it, and only where it was put. */
export interface Seal {
  seal(record: Sealable): Promise<Bytes>
  /** The plaintext, or undefined for a record that was changed, moved, or sealed by another key. */
  open(record: Openable): Promise<{ plaintext: Bytes; expires: number } | undefined>
}

interface Place {
  kind: 'session' | 'outcome' | 'receipt' | 'draft'
  /** The key under which the store holds it. */
  key: string
  /** Unpredictable, and in the store nowhere: without it the record stays shut. */
  secret: string
}
interface Sealable extends Place {
  plaintext: Bytes
  /** Milliseconds since the epoch. Authenticated: whoever writes to the store cannot move it. */
  expires: number
}
interface Openable extends Place {
  sealed: Bytes
}

const version = 1
const ivBytes = 12
const headerBytes = 1 + 8 + ivBytes

/**
 * Seals by AES-256-GCM under a key made of the record's secret and the server's, so that the store
 * with or without the server's secrets is unreadable. Layout: version, expiry (8 bytes, big
 * endian), IV, ciphertext with tag; version, kind, store key and expiry are its AAD.
 *
 * @param secrets the first seals, all open
 */
export async function createSeal(crypto: Crypto, random: Random, secrets: Bytes[]): Promise<Seal> {
  const sealers = await Promise.all(secrets.map((secret) => derivedHmac(crypto, secret, 'seal')))
  const [first] = sealers
  if (!first) throw new RangeError('a seal needs a secret')
  const sealingKey = (sealer: Hmac, place: Place) => sealer.bytes(`${place.kind} ${place.secret}`)
  const aad = (place: Place, expires: number) =>
    utf8(`${version} ${place.kind} ${place.key} ${expires}`)

  return {
    async seal(record) {
      const iv = random(ivBytes)
      const body = await crypto.seal(
        await sealingKey(first, record),
        iv,
        record.plaintext,
        aad(record, record.expires),
      )
      const sealed = new Uint8Array(headerBytes + body.length)
      sealed[0] = version
      new DataView(sealed.buffer).setBigUint64(1, BigInt(record.expires))
      sealed.set(iv, headerBytes - ivBytes)
      sealed.set(body, headerBytes)
      return sealed
    },

    async open(record) {
      const { sealed } = record
      if (sealed.length < headerBytes || sealed[0] !== version) return undefined
      const expires = Number(new DataView(sealed.buffer, sealed.byteOffset).getBigUint64(1))
      const iv = sealed.subarray(headerBytes - ivBytes, headerBytes)
      const body = sealed.subarray(headerBytes)
      for (const sealer of sealers) {
        const key = await sealingKey(sealer, record)
        const plaintext = await crypto.open(key, iv, body, aad(record, expires))
        if (plaintext) return { plaintext, expires }
      }
      return undefined
    },
  }
}
