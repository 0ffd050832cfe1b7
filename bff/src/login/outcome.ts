import { type Bytes, type Crypto, type Random, utf8 } from '../crypto.ts'
import { BffError } from '../errors.ts'
import type { Log } from '../observe/events.ts'
import { describe } from '../observe/failure.ts'
import { createSeal } from '../session/seal.ts'
import type { SessionStore } from '../session/store.ts'

/** How a login ended: what the browser is told, and is told again when it asks again. */
export interface Outcome {
  location: string
  /** `Set-Cookie` value of the new session; none when the login failed. */
  session?: string
}

export interface OutcomesOptions {
  crypto: Crypto
  random: Random
  now: () => number
  store: SessionStore
  /** The first seals an outcome, all open it. */
  secrets: Bytes[]
  /** Seconds for which a transaction is good: its marker must outlive it. */
  ttl: number
}

/** A callback that passed every check which needs no call. */
export interface Attempt {
  /** The name of its login in the store. */
  login: string
  /**
   * Without it nobody is told the outcome: the transaction's id and the code. A cache that hands
   * one login out to two browsers gives both the id, but each has its own code.
   */
  secret: string
  /**
   * Takes a place for it and returns how to give it back. Who is refused spends nothing, but is
   * told what came of an earlier call.
   */
  enter: () => () => void
  /** Is called at most once for a login, in all the world. */
  finish: () => Promise<Outcome>
  log: Log
}

/** Seconds for which an outcome is told again, */
export const repeatable = 60
/** and within which whoever finishes a login has finished it. */
export const finishBudget = 12

/** Milliseconds between two looks for the outcome that another request is about to leave. */
const patience = [20, 40, 80, 160, 250]

/**
 * Lets one callback of a transaction through, on however many instances it arrives. The first one
 * leaves a marker in the store and finishes; the others wait for what it leaves there.
 */
export async function createOutcomes(options: OutcomesOptions) {
  const { crypto, now, store } = options
  const seal = await createSeal(crypto, options.random, options.secrets)

  const leave = async ({ login, secret, log }: Attempt, outcome: Outcome) => {
    const place = { kind: 'outcome', key: `o:${login}`, secret } as const
    const plaintext = utf8(JSON.stringify(outcome))
    const expires = now() + repeatable * 1000
    const sealed = await seal.seal({ ...place, plaintext, expires })
    // Whoever comes second will not be told; that must not spoil the answer of who comes first.
    await store.put(place.key, sealed, repeatable).catch((error: unknown) => {
      log('request.failed', describe(error))
    })
  }

  const find = async (login: string, secret: string): Promise<Outcome | undefined> => {
    const place = { kind: 'outcome', key: `o:${login}`, secret } as const
    const record = await store.get(place.key)
    if (!record) return undefined
    const opened = await seal.open({ ...place, sealed: record.value })
    if (!opened) throw new BffError('login_already_used', 'login was finished with another code')
    if (opened.expires <= now()) return undefined
    return JSON.parse(new TextDecoder().decode(opened.plaintext))
  }

  /** When somebody began to finish the login; undefined when nobody has. */
  const begun = async (login: string): Promise<number | undefined> => {
    const marker = await store.get(`m:${login}`)
    return marker && Number(new TextDecoder().decode(marker.value))
  }

  /** @returns undefined when somebody else began to finish the login */
  const first = async (attempt: Attempt): Promise<Outcome | undefined> => {
    const { login, enter, finish } = attempt
    let exit: () => void
    try {
      exit = enter()
    } catch (refusal) {
      if ((await begun(login)) === undefined) throw refusal
      return undefined
    }
    try {
      const marker = utf8(String(now()))
      if (!(await store.mark(`m:${login}`, marker, options.ttl + repeatable))) return undefined
      const outcome = await finish()
      await leave(attempt, outcome)
      return outcome
    } finally {
      exit()
    }
  }

  return {
    /** The name of a login in the store: the same on every instance, whatever secrets it has. */
    login: (state: string) => crypto.sha256.text(`login ${state}`),

    begun,

    /**
     * @returns its outcome, or the one that an earlier call left
     * @throws {BffError} `login_already_used` when the earlier one is gone; what `enter` throws
     */
    async once(attempt: Attempt): Promise<Outcome & { repeated: boolean }> {
      const { login, secret } = attempt
      const outcome = await first(attempt)
      if (outcome) return { ...outcome, repeated: false }
      for (let look = 0; ; look++) {
        const outcome = await find(login, secret)
        if (outcome) return { ...outcome, repeated: true }
        const since = await begun(login)
        if (since === undefined || now() - since > finishBudget * 1000) break
        await new Promise((resolve) => setTimeout(resolve, patience[look] ?? patience.at(-1)))
      }
      throw new BffError('login_already_used', 'login was finished before')
    },
  }
}

export type Outcomes = Awaited<ReturnType<typeof createOutcomes>>
