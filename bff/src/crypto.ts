/** Now or later: an implementation may need no promise. */
export type Awaitable<T> = T | Promise<T>

/** A hash of the UTF-8 of a message. @see FIPS 180-4 §6.2 */
export interface Hash {
  /**
   * The hash itself. Never throws.
   *
   * @param message text of any length, in characters
   * @returns 32 bytes
   */
  bytes(message: string): Awaitable<Bytes>
  /**
   * The same as text. Never throws.
   *
   * @param message text of any length, in characters
   * @returns 43 characters of base64url
   * @see RFC 4648 §5
   */
  text(message: string): Awaitable<string>
}

/** HMAC-SHA-256 under one key. @see RFC 2104 §2 */
export type Hmac = Hash

/**
 * The few primitives that the login and the session stand on. Every implementation gives the same
 * bytes: one set of vectors holds for all.
 *
 * @see FIPS 180-4 §6.2, RFC 2104 §2, NIST SP 800-38D §7
 */
export interface Crypto {
  /** SHA-256. @see FIPS 180-4 §6.2 */
  sha256: Hash
  /**
   * HMAC-SHA-256 under a key. Never throws for such a key.
   *
   * @param key at least 32 unpredictable bytes
   * @returns the HMAC under it, ready to use many times
   * @see RFC 2104 §2
   */
  hmac(key: Bytes): Awaitable<Hmac>
  /**
   * Encrypts by AES-256-GCM.
   *
   * @param key 32 bytes
   * @param iv 12 bytes, which no other message under this key has
   * @param plaintext what is to be hidden
   * @param aad what is not hidden, and has to be the same again when it is opened
   * @returns the ciphertext, followed by the tag of 16 bytes
   * @throws {Error} when the key has a length that AES does not know
   * @see NIST SP 800-38D §7.1
   */
  seal(key: Bytes, iv: Bytes, plaintext: Bytes, aad: Bytes): Awaitable<Bytes>
  /**
   * Decrypts what {@link Crypto.seal} made.
   *
   * @param key the one under which it was sealed
   * @param iv the one with which it was sealed
   * @param sealed the ciphertext, followed by the tag of 16 bytes
   * @param aad the very bytes with which it was sealed
   * @returns the plaintext; undefined when the five do not belong together
   * @throws {Error} when the key has a length that AES does not know
   * @see NIST SP 800-38D §7.2
   */
  open(key: Bytes, iv: Bytes, sealed: Bytes, aad: Bytes): Awaitable<Bytes | undefined>
  /**
   * The bytes of a text.
   *
   * @param text base64url without padding
   * @returns three bytes for four characters
   * @throws {Error} when the text is something else
   * @see RFC 4648 §5
   */
  fromBase64url(text: string): Bytes
  /**
   * The result of work that the runtime does in a thread of its own, such as RSA by Web Crypto.
   * Node hands on together what comes within one turn of its event loop.
   *
   * @param work that is on its way
   * @returns what it gives
   * @throws {Error} what it throws
   * @see https://www.w3.org/TR/webcrypto/#concept-usage-of-queue-a-task
   */
  fromThread<T>(work: Promise<T>): Promise<T>
}

/** Bytes that are nobody else's to change: of memory that is not shared between threads. */
export type Bytes = Uint8Array<ArrayBuffer>

/**
 * Makes unpredictable bytes. An argument wherever it is used, so that a test can fix it.
 *
 * @param length how many bytes
 * @returns so many bytes
 * @throws {Error} when the runtime does not give so many; Web Crypto gives 65,536
 * @see RFC 4086 §2
 */
export type Random = (length: number) => Bytes

/**
 * The random bytes of the runtime's Web Crypto.
 *
 * @see https://www.w3.org/TR/webcrypto/#Crypto-method-getRandomValues
 */
export const systemRandom: Random = (length) => crypto.getRandomValues(new Uint8Array(length))

/**
 * The primitives by Web Crypto, for every runtime that has it.
 *
 * @see https://www.w3.org/TR/webcrypto/#subtlecrypto-interface
 */
export const webCrypto: Crypto = {
  sha256: hash((message) => crypto.subtle.digest('SHA-256', message)),

  async hmac(bytes) {
    const algorithm = { name: 'HMAC', hash: 'SHA-256' }
    const key = await crypto.subtle.importKey('raw', bytes, algorithm, false, ['sign'])
    return hash((message) => crypto.subtle.sign('HMAC', key, message))
  },

  async seal(key, iv, plaintext, aad) {
    const algorithm = { name: 'AES-GCM', iv, additionalData: aad }
    return new Uint8Array(
      await crypto.subtle.encrypt(algorithm, await aes(key, 'encrypt'), plaintext),
    )
  },

  async open(key, iv, sealed, aad) {
    const algorithm = { name: 'AES-GCM', iv, additionalData: aad }
    const opened = crypto.subtle.decrypt(algorithm, await aes(key, 'decrypt'), sealed)
    return opened.then(
      (plaintext) => new Uint8Array(plaintext),
      () => undefined,
    )
  },

  fromBase64url(text) {
    if (!isBase64url(text)) throw new Error('not base64url')
    return fromBase64(text)
  },

  fromThread: (work) => work,
}

function hash(compute: (message: Bytes) => Promise<ArrayBuffer>): Hash {
  const bytes = async (message: string) => new Uint8Array(await compute(utf8(message)))
  return { bytes, text: async (message) => base64url(await bytes(message)) }
}

function aes(key: Bytes, use: 'encrypt' | 'decrypt') {
  return crypto.subtle.importKey('raw', key, 'AES-GCM', false, [use])
}

/**
 * An HMAC under a key of its own for one purpose, so that a value made for one purpose is never
 * valid for another.
 *
 * @param secret ≥ 32 unpredictable bytes
 * @see RFC 5869 §2.3, one block: the secret is random, so the extract step adds nothing
 */
export async function derivedHmac(crypto: Crypto, secret: Bytes, purpose: string): Promise<Hmac> {
  const expand = await crypto.hmac(secret)
  return crypto.hmac(await expand.bytes(`sgid-login v1 ${purpose}\u0001`))
}

const encoder = new TextEncoder()

export function utf8(text: string): Bytes {
  return encoder.encode(text)
}

/** Whether two texts are equal, in a time that does not tell where they differ. */
export function equal(a: string, b: string): boolean {
  let difference = a.length ^ b.length
  for (let i = 0; i < a.length; i++) difference |= a.charCodeAt(i) ^ b.charCodeAt(i)
  return difference === 0
}

/** @see RFC 4648 §5, without padding */
export function base64url(bytes: Uint8Array): string {
  let text = ''
  for (let i = 0; i < bytes.length; i += 3) {
    const [a = 0, b = 0, c = 0] = [bytes[i], bytes[i + 1], bytes[i + 2]]
    const bits = (a << 16) | (b << 8) | c
    for (const shift of [18, 12, 6, 0]) text += alphabet[(bits >> shift) & 63]
  }
  return text.slice(0, Math.ceil((bytes.length * 8) / 6))
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** Whether a text can be base64url without padding. */
export function isBase64url(text: string): boolean {
  return /^[\w-]*$/.test(text) && text.length % 4 !== 1
}

/** @throws {Error} when the text is not base64 of either alphabet */
export function fromBase64(text: string): Bytes {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  const bytes = new Uint8Array(binary.length)
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i)
  return bytes
}
