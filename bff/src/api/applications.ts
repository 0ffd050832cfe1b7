import { type Applicant, Application, Receipt } from '@sgid-login/shared'
import { type Bytes, derivedHmac, utf8 } from '../crypto.ts'
import type { Deps } from '../deps.ts'
import { BffError } from '../errors.ts'
import { createSeal } from '../session/seal.ts'
import { answer } from './answer.ts'
import { createApi } from './api.ts'
import { readInput } from './input.ts'

/**
 * The worked example: a short form, for whoever is signed in and shared their name.
 *
 * `GET /api/example/applications` answers with the {@link Applicant}: what the form shows as verified,
 * and takes from here and not from the page.
 *
 * `POST /api/example/applications` with an {@link Application} in JSON answers with a {@link Receipt}:
 * 201 when this call was the one that was received, 200 when the form with its key had been before,
 * from another tab or by a second press. The name on the receipt is the session's: a form cannot say
 * one. Problems: `invalid_input` with `fields`; `insufficient_scope` when the login did not ask for
 * the name; `rate_limited` for a sixth form within a day; `session_required`, `session_expired`; and
 * `store_unavailable`, after which the same form may be sent again without a second one being made.
 */
export const applications = createApi(['myinfo.name'], async (api, deps) => {
  const receipts = await createReceipts(deps)

  api.get('/example/applications', (c) => {
    const applicant: Applicant = { name: c.var.userInfo.data['myinfo.name'] }
    return answer(c, applicant)
  })

  api.post('/example/applications', async (c) => {
    const { sub, data } = c.var.userInfo
    const application = await readInput(c, Application)
    const { receipt, first } = await receipts.once(sub, data['myinfo.name'], application)
    return answer(c, receipt, first ? 201 : 200)
  })
})

/** Seconds for which a receipt is kept, and how many of one person at a time. */
const ttl = 24 * 60 * 60
const perPerson = 5

/**
 * Keeps receipts where sessions are: an example has no database. Each stands in one of its person's
 * places, sealed by the form's key, so that only who sends the form again can read it.
 */
async function createReceipts({ config, crypto, random, now, store }: Deps) {
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

  return {
    /**
     * @param key of the form; the first call with one is received
     * @throws {BffError} `rate_limited` when all places of the person are taken
     */
    async once(sub: string, name: string, { key: secret, ...form }: Application) {
      const places = await placesOf(sub)
      for (const key of places.flat()) {
        const receipt = await kept(key, secret)
        if (receipt) return { receipt, first: false }
      }
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
