import { createCipheriv, createDecipheriv, createHmac, createSecretKey, hash } from 'node:crypto'
import type { Bytes, Crypto } from './crypto.ts'

const tagBytes = 16

/** The primitives by OpenSSL, without a turn of the event loop: several times faster on Node. */
export const nodeCrypto: Crypto = {
  sha256: (text) => plain(hash('sha256', text, 'buffer')),

  hmac(bytes) {
    const key = createSecretKey(bytes)
    return (message) => plain(createHmac('sha256', key).update(message).digest())
  },

  seal(key, iv, plaintext, aad) {
    const cipher = createCipheriv('aes-256-gcm', createSecretKey(key), iv)
    cipher.setAAD(aad)
    return plain(Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]))
  },

  open(key, iv, sealed, aad) {
    if (sealed.length < tagBytes) return undefined
    const options = { authTagLength: tagBytes }
    const decipher = createDecipheriv('aes-256-gcm', createSecretKey(key), iv, options)
    decipher.setAAD(aad)
    decipher.setAuthTag(sealed.subarray(-tagBytes))
    const text = decipher.update(sealed.subarray(0, -tagBytes))
    try {
      // Throws for another tag. What it returns is empty: the mode has no blocks to fill.
      decipher.final()
    } catch {
      return undefined
    }
    return new Uint8Array(text.buffer, text.byteOffset, text.length)
  },
}

/** Node's buffers share one pool; the core gets arrays of its own. */
function plain(buffer: Buffer): Bytes {
  return new Uint8Array(buffer)
}
