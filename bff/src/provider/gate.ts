import { BffError } from '../errors.ts'

export interface GateOptions {
  /** Sign-ins that may be in progress at once. */
  places: number
  /** Asks the provider for something small, and rejects when it does not answer. */
  probe: () => Promise<unknown>
  /** Milliseconds since the epoch. */
  now: () => number
  /** Told once when the provider stops answering, with why, */
  onLost?: ((error: BffError) => void) | undefined
  /** and once when a sign-in has had its answers again. */
  onBack?: (() => void) | undefined
}

/** Sign-ins in a row without an answer after which the provider is taken for dead, */
const patience = 5
/** and milliseconds between two probes whether it still is. */
const pause = 5000

/**
 * Lets sign-ins through to a provider that answers, and only so many at once. While it does not,
 * nobody's code is spent on it: whoever comes is turned away at once, and a probe that nobody waits
 * for is sent along. When one is answered, people are let through again; the first of them who has
 * no answer closes the gate, until one has.
 *
 * It has no timer, so that it works where there is none between requests.
 */
export function createGate({ places, probe, now, onLost, onBack }: GateOptions) {
  let taken = 0
  let unanswered = 0
  let nextProbe = 0
  let closed = false
  let lost = false

  const failed = (error: BffError) => {
    unanswered++
    if (unanswered < patience) return
    closed = true
    nextProbe = now() + pause
    if (!lost) onLost?.(error)
    lost = true
  }

  const answered = () => {
    unanswered = 0
    closed = false
    if (lost) onBack?.()
    lost = false
  }

  const open = () => {
    if (closed && now() >= nextProbe) {
      nextProbe = now() + pause
      probe().then(
        () => {
          unanswered = patience - 1
          closed = false
        },
        () => undefined,
      )
    }
    return !closed
  }

  return {
    /** Whether the provider is believed to answer. Waits for nothing. */
    open,

    /**
     * Takes a place among the sign-ins in progress.
     *
     * @returns gives it back
     * @throws {BffError} `idp_unavailable`
     */
    enter(): () => void {
      if (!open()) throw new BffError('idp_unavailable', 'sgID does not answer for now')
      if (taken >= places) throw new BffError('idp_unavailable', 'too many sign-ins in progress')
      taken++
      return () => {
        taken--
      }
    },

    /** Draws a lesson from how a sign-in ends. A refusal is an answer, too. */
    async watch<Result>(signIn: Promise<Result>): Promise<Result> {
      try {
        const result = await signIn
        answered()
        return result
      } catch (error) {
        if (error instanceof BffError) {
          if (error.code === 'idp_unavailable') failed(error)
          else answered()
        }
        throw error
      }
    },
  }
}
