import { type Bytes, type Crypto, derivedHmac, utf8 } from '../crypto.ts'
import { BffError } from '../errors.ts'
import type { SessionStore } from './store.ts'

export interface SlotsOptions {
  crypto: Crypto
  now: () => number
  store: SessionStore
  /** New slots are named under the first; one that is taken under any is taken. */
  secrets: Bytes[]
  /** Seconds that a session lasts at most. */
  absolute: number
  /** Live sessions that a person may have. */
  perPerson: number
}

/** The most that {@link SlotsOptions.perPerson} can be. */
export const mostPerPerson = 20

/** Seconds for which a session is left to the one sign-in that ends it. */
const hold = 60
/** Milliseconds after each look that found every slot about to change hands. */
const patience = Array.from({ length: 20 }, (_, look) => 5 * look)

interface Holder {
  /** The store's key of the session, and milliseconds since the epoch when it came. */
  session: string
  since: number
}

/**
 * The places for sessions that each person has. Every session whose cookie was given out stands in
 * one of its person's slots; reading a session never looks at them. A slot whose session is over
 * stays taken until it is needed, or has not been looked at for as long as a session can last.
 */
export async function createSlots(options: SlotsOptions) {
  const { crypto, now, store, secrets, absolute, perPerson } = options
  const hashes = await Promise.all(secrets.map((one) => derivedHmac(crypto, one, 'person')))

  /** For each slot its names: under the newest secret, then under those before it. */
  const slotsOf = async (sub: string, count: number) => {
    const persons = await Promise.all(hashes.map((hash) => hash.text(sub)))
    return Array.from({ length: count }, (_, i) => persons.map((person) => `p:${person}:${i}`))
  }

  /** Looks by touching: a slot that was seen to be taken does not end by itself meanwhile. */
  const holder = async (names: string[]): Promise<Holder | undefined> => {
    for (const name of names) {
      const value = await store.touch(name, absolute)
      if (value) return parseHolder(value)
    }
    return undefined
  }

  /** Those whose session is over, then the others, oldest first. */
  const dispensable = async (holders: { name: string; holder: Holder }[]) => {
    const rated = holders.map(async ({ name, holder: { session, since } }) => {
      const alive = (await store.get(session)) !== undefined
      return { name, session, rank: alive ? since : 0 }
    })
    return (await Promise.all(rated)).sort((a, b) => a.rank - b.rank)
  }

  return {
    /**
     * Finds a slot for a session that is in the store already, ending the person's oldest when all
     * are taken.
     *
     * @returns whether an older one had to end
     * @throws {BffError} `store_unavailable` also when too many of the person's sign-ins compete
     */
    async claim(sub: string, session: string): Promise<boolean> {
      const slots = await slotsOf(sub, perPerson)
      const mine = utf8(`${now()} ${session}`)
      // Who has no other session is done with one call.
      const [name = '', ...older] = slots[0] ?? []
      if (!(await holder(older)) && (await store.mark(name, mine, absolute))) return false
      for (const pause of patience) {
        const taken = []
        for (const [i, holding] of (await Promise.all(slots.map(holder))).entries()) {
          const name = slots[i]?.[0] ?? ''
          if (holding) taken.push({ name, holder: holding })
          else if (await store.mark(name, mine, absolute)) return false
        }
        for (const { name, session: old } of await dispensable(taken)) {
          // Of all sign-ins that want this slot one may have it, and only while `old` stands there.
          if (!(await store.mark(`x:${old}`, mine, hold))) continue
          // First the session, then its slot: no session is ever alive without one.
          const ended = await store.take(old)
          await store.put(name, mine, absolute)
          return ended !== undefined
        }
        await new Promise((resolve) => setTimeout(resolve, pause))
      }
      throw new BffError('store_unavailable', 'too many sign-ins of one person at once')
    },

    /**
     * Ends all sessions of a person, on all instances. A sign-in that is just being finished counts
     * as a later one.
     *
     * @returns how many there were
     */
    async end(sub: string): Promise<number> {
      const names = (await slotsOf(sub, mostPerPerson)).flat()
      const ended = names.map(async (name) => {
        const slot = await store.get(name)
        // The slot stays: it may be just about to get another session.
        return slot && store.take(parseHolder(slot.value).session)
      })
      return (await Promise.all(ended)).filter((record) => record !== undefined).length
    },
  }
}

/** A slot that somebody wrote into the store holds no session that exists. */
function parseHolder(value: Bytes): Holder {
  const [since, session = ''] = new TextDecoder().decode(value).split(' ')
  return { session, since: Number(since) }
}
