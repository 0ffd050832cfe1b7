import { type Application, Receipt } from '@sgid-login/shared'
import { type Bytes, derivedHmac, utf8 } from '../crypto.ts'
import type { Deps } from '../deps.ts'
import { BffError } from '../errors.ts'
import { createSeal } from '../session/seal.ts'

/** Seconds for which a receipt is kept, and how many of one person at a time. */
const ttl = 24 * 60 * 60
const perPerson = 5

/**
 * Keeps receipts where sessions are: an example has no database. Each stands in one of its person's
 * places, sealed by the form's key, so that only who sends the form again can read it.
 */
export async function createReceipts({ config, crypto, random, now, store }: Deps) {
  const secrets = config.sessionSecrets
  const seal = await createSeal(crypto, random, secrets)
  const hashes = await Promise.all(secrets.map((one) => derivedHmac(crypto, one, 'application')))

  /** For each secret the names of the places; new receipts stand under the newest. */
  const placesOf = async (sub: string) => {
    const persons = await Promise.all(hashes.map((hash) => hash.text(sub)))
    const numbers = Array.from({ length: perPerson }, (_, i) => i)
    return persons.map((person) => numbers.map((i) => `a:${person}:${i}`))
  }

  const kept = async (key: string, secret: string): Promise<Receipt | undefined> => {
    const record = await store.get(key)
    const opened =
      record && (await seal.open({ kind: 'receipt', key, secret, sealed: record.value }))
    return opened && opened.expires > now() ? parse(opened.plaintext) : undefined
  }

  const find = async (places: string[][], secret: string) => {
    for (const key of places.flat()) {
      const receipt = await kept(key, secret)
      if (receipt) return receipt
    }
    return undefined
  }

  return {
    /** What was received of a person under this key, within the last day. */
    find: async (sub: string, key: string) => find(await placesOf(sub), key),

    /**
     * @param key of the form; the first call with one is received
     * @throws {BffError} `rate_limited` when all places of the person are taken
     */
    async once(sub: string, name: string, { key: secret, ...form }: Application) {
      const places = await placesOf(sub)
      const before = await find(places, secret)
      if (before) return { receipt: before, first: false }
      const made = { reference: reference(random(8)), receivedAt: new Date(now()).toISOString() }
      const receipt: Receipt = { ...made, name, ...form }
      const content = { plaintext: utf8(JSON.stringify(receipt)), expires: now() + ttl * 1000 }
      for (const key of places[0] ?? []) {
        const sealed = await seal.seal({ kind: 'receipt', key, secret, ...content })
        if (await store.mark(key, sealed, ttl)) return { receipt, first: true }
        // Somebody was faster: perhaps the same form, from another tab.
        const other = await kept(key, secret)
        if (other) return { receipt: other, first: false }
      }
      throw new BffError('rate_limited', `${perPerson} applications of one person within a day`)
    },
  }
}

function parse(plaintext: Bytes): Receipt {
  return Receipt.parse(JSON.parse(new TextDecoder().decode(plaintext)))
}

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** Without I, L, O and U, which are misheard or misread (Crockford's base 32). */
function reference(bytes: Bytes): string {
  const text = Array.from(bytes, (byte) => alphabet[byte % alphabet.length]).join('')
  return `AP-${text.slice(0, 4)}-${text.slice(4)}`
}
