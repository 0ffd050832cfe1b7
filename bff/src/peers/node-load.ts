import { setTimeout as sleep } from 'node:timers/promises'

/** Milliseconds between two looks whether the next is due. */
const step = 5

/**
 * People who come at a rate, whether or not those before them are done: nobody at a counter waits
 * for another counter's queue. But where as many are on their way as come in half a second, the
 * machine is too slow for the rate, and would be all that is measured: the next wait then, and how
 * long they did is said in the end. Nobody who came is left out.
 *
 * @param come what one of them does; how it ended
 */
export function startLoad(perSecond: number, come: () => Promise<string>) {
  const began = performance.now()
  const everybody: Promise<string>[] = []
  let done = 0
  let open = true
  /** Seconds by which somebody came late, at the worst. */
  let late = 0

  const one = async () => {
    const end = await come().catch((error: unknown) => `threw ${String(error)}`)
    done++
    return end
  }
  const timer = setInterval(() => {
    const due = ((performance.now() - began) / 1000) * perSecond
    while (open && everybody.length < Math.min(due, done + perSecond / 2)) everybody.push(one())
    late = Math.max(late, (due - everybody.length) / perSecond)
  }, step)

  return {
    /** How many have come, */
    come: () => everybody.length,
    /** and how many of them are on their way. */
    inFlight: () => everybody.length - done,
    /** Resolves when so many more are done. */
    async more(count: number) {
      const wanted = done + count
      for (let look = 0; look < 12_000 && done < wanted; look++) await sleep(step)
      if (done < wanted) throw new Error('nobody is done any more')
    },
    /** Nobody else comes. @returns how each of them ended, in the order in which they came */
    async end() {
      open = false
      clearInterval(timer)
      if (late > 1)
        console.warn(`${perSecond} a second were too many here: ${late.toFixed(1)} s late`)
      return Promise.all(everybody)
    },
  }
}

/** How often each thing occurs. */
export function count(things: string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const thing of things) counts[thing] = (counts[thing] ?? 0) + 1
  return counts
}
