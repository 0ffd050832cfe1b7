import { Draft } from '@sgid-login/shared'
import { base64url, derivedHmac, utf8 } from '../crypto.ts'
import type { Deps } from '../deps.ts'
import { createSeal } from '../session/seal.ts'

/** Seconds after the last change for which a draft is kept: time to log in again. */
const ttl = 60 * 60

/**
 * Keeps what a person has typed, for them alone: it outlives their session, and waits for the next.
 *
 * Each person has one place. Its name is a keyed hash of their `sub`, and what is in it opens only
 * with that `sub`, which the store has nowhere and which a session alone can say.
 */
export async function createDrafts({ config, crypto, random, now, store }: Deps) {
  const secrets = config.sessionSecrets
  const seal = await createSeal(crypto, random, secrets)
  const hashes = await Promise.all(secrets.map((one) => derivedHmac(crypto, one, 'draft')))

  /** One for each secret, the newest first. */
  const placesOf = (sub: string) =>
    Promise.all(hashes.map(async (hash) => `d:${await hash.text(sub)}`))

  const sealed = (key: string, sub: string, draft: Draft) => {
    const content = { plaintext: utf8(JSON.stringify(draft)), expires: now() + ttl * 1000 }
    return seal.seal({ kind: 'draft', key, secret: sub, ...content })
  }

  const read = async (sub: string): Promise<Draft | undefined> => {
    for (const key of await placesOf(sub)) {
      const record = await store.get(key)
      const opened =
        record && (await seal.open({ kind: 'draft', key, secret: sub, sealed: record.value }))
      if (opened && opened.expires > now())
        return Draft.parse(JSON.parse(new TextDecoder().decode(opened.plaintext)))
    }
    return undefined
  }

  return {
    /**
     * The draft of a person. Where there is none it is begun: of several tabs at once by one.
     *
     * @param after key of a form that the person is done with: what they typed there is forgotten
     */
    async begin(sub: string, after?: string): Promise<Draft> {
      const before = await read(sub)
      if (before && before.key !== after) return before
      const places = await placesOf(sub)
      if (before) await Promise.all(places.map((key) => store.take(key)))
      const draft = { key: base64url(random(16)) }
      const [newest = ''] = places
      if (await store.mark(newest, await sealed(newest, sub, draft), ttl)) return draft
      return (await read(sub)) ?? draft
    },

    async keep(sub: string, draft: Draft): Promise<void> {
      const [newest = ''] = await placesOf(sub)
      await store.put(newest, await sealed(newest, sub, draft), ttl)
    },
  }
}
