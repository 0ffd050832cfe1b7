import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { pinned } from './processes.ts'
import { median, type Samples } from './rounds.ts'

interface Row {
  work: string
  unit: 'µs' | 'ms' | 'B' | '×'
  samples: Samples
  goal?: { is: 'at least' | 'at most'; value: number }
}

/** Collects what was measured; the goals are those of the design. */
export function createReport() {
  const rows: (Row & { median: number; met?: boolean })[] = []

  return {
    /** @param samples of all rounds: their median counts, their range is told */
    row(work: string, unit: Row['unit'], samples: Samples, goal?: Row['goal']) {
      if (samples.length === 0) return
      const middle = median(samples)
      const met = goal && (goal.is === 'at least' ? middle >= goal.value : middle <= goal.value)
      const row = { work, unit, samples, median: middle }
      rows.push({ ...row, ...(goal && { goal }), ...(met !== undefined && { met }) })
      console.error(`  ${line(rows.at(-1) ?? { ...row })}`)
    },

    /** What a reader sees first. */
    table(): string {
      const lines = rows.map(line)
      const missed = rows.filter(({ met }) => met === false).length
      const goals = rows.filter(({ met }) => met !== undefined).length
      return [head, ...lines, `${goals - missed} of ${goals} goals met`].join('\n')
    },

    /** All samples, for whoever looks closer. @returns where */
    save(options: object): string {
      const path = fileURLToPath(new URL('../../.reports/bench.json', import.meta.url))
      mkdirSync(dirname(path), { recursive: true })
      const machine = { cpus: cpus().map(({ model }) => model), node: process.version, pinned }
      writeFileSync(path, JSON.stringify({ at: new Date(), machine, ...options, rows }, null, 2))
      return path
    },
  }
}

export type Report = ReturnType<typeof createReport>

const widths = { work: 62, value: 12, range: 20, goal: 10 }
const head = columns('work', 'median', 'range', 'goal', '')

function line({
  work,
  unit,
  samples,
  median: middle,
  goal,
  met,
}: Row & Partial<{ median: number; met: boolean }>) {
  const shown = (value: number) => number(value, unit)
  const range = `${shown(Math.min(...samples))} – ${shown(Math.max(...samples))}`
  const wanted = goal ? `${goal.is === 'at least' ? '≥' : '≤'} ${shown(goal.value)}` : ''
  const verdict = met === undefined ? '' : met ? 'met' : 'MISSED'
  return columns(work, `${shown(middle ?? median(samples))} ${unit}`, range, wanted, verdict)
}

function columns(work: string, value: string, range: string, goal: string, verdict: string) {
  const cells = [work.padEnd(widths.work), value.padStart(widths.value)]
  return [...cells, range.padStart(widths.range), goal.padStart(widths.goal), verdict].join('  ')
}

function number(value: number, unit: Row['unit']): string {
  return value.toFixed(unit === '×' ? 2 : value < 100 ? 1 : 0)
}
