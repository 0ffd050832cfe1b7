import type { Metrics } from '../observe/node-metrics.ts'

/** What `/metrics` says: series, as it is written there, → value. */
export async function series(metrics: Metrics): Promise<Map<string, number>> {
  return parseSeries(await metrics.text())
}

/** @throws {Error} about a line that Prometheus would not read */
export function parseSeries(text: string): Map<string, number> {
  const lines = text.split('\n').filter((line) => line !== '' && !/^# (HELP|TYPE) /.test(line))
  return new Map(
    lines.map((line) => {
      const [, name, value] = /^([a-z_]\w*(?:\{(?:\w+="[^"\\]*",?)+\})?) (\S+)$/.exec(line) ?? []
      if (name === undefined) throw new Error(`not a sample: ${line}`)
      return [name, Number(value)]
    }),
  )
}
