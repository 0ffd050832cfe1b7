import type * as z from 'zod/mini'
import { type Bytes, derivedHmac, utf8 } from '../crypto.ts'
import type { Deps } from '../deps.ts'
import { BffError } from '../errors.ts'
import { createSeal } from '../session/seal.ts'

/** Seconds for which a receipt is kept, and how many of one person at a time. */
const ttl = 24 * 60 * 60
const perPerson = 5

/** What every receipt says, whatever else is on it. */
interface Stamp {
  /** To be read out on the phone: `AP-7K3M-9QXT`. */
  reference: string
  /** When, in ISO 8601 and UTC. */
  receivedAt: string
}

interface Kind<Receipt extends Stamp> {
  /** Of the form, like no other's: `application`. */
  form: string
  /** What a reference begins with: `AP`. */
  prefix: string
  receipt: z.ZodMiniType<Receipt>
}

/**
 * Keeps the receipts of a form where sessions are: an example has no database. Each stands in one of
 * its person's places, sealed by the form's key, so that only who sends the form again can read it.
 */
export async function createReceipts<Receipt extends Stamp>(
  { config, crypto, random, now, store }: Deps,
  kind: Kind<Receipt>,
) {
  const secrets = config.sessionSecrets
  const seal = await createSeal(crypto, random, secrets)
  const hashes = await Promise.all(secrets.map((one) => derivedHmac(crypto, one, kind.form)))

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
    return opened && opened.expires > now()
      ? kind.receipt.parse(JSON.parse(new TextDecoder().decode(opened.plaintext)))
      : undefined
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
     * @param secret the form's key; the first call with one is received
     * @param write the receipt
     * @throws {BffError} `rate_limited` when all places of the person are taken
     */
    async once(sub: string, secret: string, write: (stamp: Stamp) => Receipt) {
      const places = await placesOf(sub)
      const before = await find(places, secret)
      if (before) return { receipt: before, first: false }
      const code = codeOf(random(8))
      const receipt = write({
        reference: `${kind.prefix}-${code.slice(0, 4)}-${code.slice(4)}`,
        receivedAt: new Date(now()).toISOString(),
      })
      const content = { plaintext: utf8(JSON.stringify(receipt)), expires: now() + ttl * 1000 }
      for (const key of places[0] ?? []) {
        const sealed = await seal.seal({ kind: 'receipt', key, secret, ...content })
        if (await store.mark(key, sealed, ttl)) return { receipt, first: true }
        // Somebody was faster: perhaps the same form, from another tab.
        const other = await kept(key, secret)
        if (other) return { receipt: other, first: false }
      }
      throw new BffError('rate_limited', `${perPerson} forms of one person within a day`)
    },
  }
}

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** Without I, L, O and U, which are misheard or misread (Crockford's base 32). */
function codeOf(bytes: Bytes): string {
  return Array.from(bytes, (byte) => alphabet[byte % alphabet.length]).join('')
}
