/** What a look at one thing found. A warning is worth a thought and stops nothing. */
export interface Seen {
  verdict: 'ok' | 'warning' | 'wrong'
  /** In words that hold no secret. */
  seen: string
  /** How to mend it, where the look knows better than the check. */
  mend?: string
}

/** One small thing to look at. */
export interface Check<Subject> {
  /** Names it in the report. */
  what: string
  expected: string
  /** What an operator does when it is otherwise. */
  mend: string
  look: (subject: Subject) => Seen | Promise<Seen>
}

/** One line of the report. */
export type Finding = Required<Seen> & Pick<Check<unknown>, 'what' | 'expected'>

const saying =
  (verdict: Seen['verdict']) =>
  (seen: string, mend?: string): Seen => ({ verdict, seen, ...(mend && { mend }) })

export const ok = saying('ok')
export const warning = saying('warning')
export const wrong = saying('wrong')

/** Looks at everything at once. What cannot be looked at is wrong, with the reason. */
export function examine<Subject>(checks: Check<Subject>[], subject: Subject): Promise<Finding[]> {
  return Promise.all(
    checks.map(async ({ look, ...words }) => {
      try {
        return { ...words, ...(await look(subject)) }
      } catch (error) {
        return { ...words, ...wrong(reason(error)) }
      }
    }),
  )
}

/** A failure in the shortest words: the code of a connection's or library's error, or the message. */
export function reason(error: unknown): string {
  if (!(error instanceof Error)) return 'it failed'
  // Codes of our own problems are in small letters, and say less than what caused them.
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  if (/^[A-Z]/.test(code)) return code
  return error.cause instanceof Error ? reason(error.cause) : error.message
}

type Paint = (verdict: Seen['verdict'], text: string) => string

const words = { ok: 'ok', warning: 'WARNING', wrong: 'WRONG' }

/** One line for each finding, and a last one that counts. */
export function report(findings: Finding[], paint: Paint = (_verdict, text) => text): string {
  const width = Math.max(...findings.map(({ what }) => what.length))
  const lines = findings.map(({ what, verdict, seen, expected, mend }) => {
    const told = verdict === 'ok' ? seen : `${seen} | expected: ${expected} | mend: ${mend}`
    return `${paint(verdict, words[verdict].padEnd(7))}  ${what.padEnd(width)}  ${told}`
  })
  const count = (verdict: Seen['verdict']) =>
    findings.filter((finding) => finding.verdict === verdict).length
  const warnings = count('warning')
  const sum = `${count('wrong')} wrong, ${warnings} ${warnings === 1 ? 'warning' : 'warnings'}, ${count('ok')} right`
  const advice = count('wrong') > 1 ? ['Begin with the first: others may follow from it.'] : []
  return [...lines, ...advice, sum].join('\n')
}
