/** What several rounds measured of one thing. */
export type Samples = number[]

/** Milliseconds for the rounds of one call, where it may do with fewer. */
const longest = 60_000

/**
 * Measures several things in turn, again and again, every other time in the reverse order: what
 * else the machine does meanwhile falls on all of them alike. A first round only warms up.
 *
 * @param enough rounds after which none begins that would not end within a minute
 * @returns for each its samples; none for what there is no way to measure here
 */
export async function rounds<Name extends string>(
  count: number,
  measure: Record<Name, (() => Promise<number>) | undefined>,
  enough = 3,
): Promise<(name: Name) => Samples> {
  const samples = new Map<string, Samples>()
  const all = Object.entries<(() => Promise<number>) | undefined>(measure)
  const began = performance.now()
  for (let round = -1; round < count; round++) {
    const took = performance.now() - began
    if (round >= enough && took + took / (round + 1) > longest) break
    for (const [name, task] of round % 2 === 0 ? all : all.toReversed()) {
      if (!task) continue
      const value = await task()
      if (round >= 0) samples.set(name, [...(samples.get(name) ?? []), value])
    }
  }
  return (name) => samples.get(name) ?? []
}

/** Of each round, how often one thing fits into another. */
export function ratio(one: Samples, other: Samples): Samples {
  return other.map((value, round) => (one[round] ?? Number.NaN) / value)
}

export function median(samples: Samples): number {
  const sorted = samples.toSorted((a, b) => a - b)
  const [low = Number.NaN, high = low] = sorted.slice(Math.floor((sorted.length - 1) / 2))
  return sorted.length % 2 === 1 ? low : (low + high) / 2
}
