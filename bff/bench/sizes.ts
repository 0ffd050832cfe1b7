/** How much of everything a run does. */
export interface Size {
  /** Rounds of reads, and of logins, */
  rounds: number
  loginRounds: number
  /** and of both on stores that are filled. */
  growthRounds: number
  /** Logins before the first that counts: until then the engine still compiles. */
  warm: number
  /** Of one round. */
  logins: number
  reads: number
  /** Who log in for the measurement of memory. */
  people: number
  /** Sessions in the store at which memory is looked at. */
  steps: number[]
  /** Starts of each program. */
  starts: number
  /** Sessions in the store at which reads and logins are measured; the first is what others are compared to. */
  scale: number[]
}

/** Less than ten minutes; less than two; and a few seconds, whose numbers mean nothing. */
export const sizes = {
  full: {
    rounds: 7,
    loginRounds: 6,
    growthRounds: 3,
    warm: 4165,
    logins: 834,
    reads: 6000,
    people: 10_000,
    steps: [1000, 10_000, 100_000],
    starts: 11,
    scale: [1000, 100_000, 1_000_000],
  },
  quick: {
    rounds: 3,
    loginRounds: 3,
    growthRounds: 2,
    warm: 1200,
    logins: 200,
    reads: 4000,
    people: 2000,
    steps: [1000, 10_000],
    starts: 3,
    scale: [1000, 50_000],
  },
  smoke: {
    rounds: 1,
    loginRounds: 1,
    growthRounds: 1,
    warm: 8,
    logins: 8,
    reads: 50,
    people: 20,
    steps: [10],
    starts: 1,
    scale: [10, 100],
  },
} satisfies Record<string, Size>
