import { BffError } from '../errors.ts'

export interface CallOptions {
  /** Milliseconds after which a call is given up. */
  deadline?: number
  /** Told once when the store stops answering, with why, */
  onLost?: (error: unknown) => void
  /** and once when it answers again. */
  onBack?: () => void
}

/**
 * Sends one call and waits for its answer.
 *
 * @param send a {@link BffError} that it throws is the store's answer, anything else is none
 * @param late hears the answer that came when nobody waited for it any more
 * @throws {BffError} `store_unavailable`: whether the store did it may then be unknown
 */
export type Call = <Answer>(
  send: () => Promise<Answer>,
  late?: (answer: Answer) => void,
) => Promise<Answer>

export const defaultDeadline = 500

/** Calls in a row without an answer after which the store is taken for dead, */
const patience = 3
/** and milliseconds between two looks whether it still is. */
const pause = 1000

/**
 * Puts a deadline of our own round every call of a store, and a breaker round all of them: a store
 * that is dead or frozen costs the first few callers the deadline and everybody after them nothing.
 * It is tried again by one call every second, and by nothing else.
 */
export function createCall({ deadline = defaultDeadline, onLost, onBack }: CallOptions): Call {
  let unanswered = 0
  let nextTry = 0
  let lost = false

  const answered = () => {
    unanswered = 0
    if (lost) onBack?.()
    lost = false
  }

  const failed = (error: unknown) => {
    if (!lost) onLost?.(error)
    lost = true
  }

  const giveUp = () => {
    unanswered++
    nextTry = performance.now() + pause
    return new BffError('store_unavailable', `the store did not answer in ${deadline} ms`)
  }

  return (send, late) => {
    if (unanswered >= patience) {
      if (performance.now() < nextTry) {
        return Promise.reject(new BffError('store_unavailable', 'the store does not answer'))
      }
      nextTry = performance.now() + pause
    }

    return new Promise((resolve, reject) => {
      let waiting = true
      const timer = setTimeout(() => {
        // We may have been busy ourselves, while the answer lay there: let it come in first.
        setImmediate(() => {
          if (!waiting) return
          waiting = false
          const error = giveUp()
          failed(error)
          reject(error)
        })
      }, deadline)
      const settle = () => {
        clearTimeout(timer)
        const inTime = waiting
        waiting = false
        return inTime
      }

      send().then(
        (answer) => {
          answered()
          if (settle()) resolve(answer)
          else late?.(answer)
        },
        (error: unknown) => {
          if (error instanceof BffError) answered()
          else failed(error)
          if (settle()) reject(unavailable(error))
        },
      )
    })
  }
}

function unavailable(error: unknown): BffError {
  if (error instanceof BffError) return error
  return new BffError('store_unavailable', 'the store cannot be reached', { cause: error })
}
