import { growth } from './growth.ts'
import { memory } from './memory.ts'
import { pinned } from './processes.ts'
import { profile } from './profile.ts'
import { createReport } from './report.ts'
import { hasRedis, openService } from './service.ts'
import { sizes } from './sizes.ts'
import { startUp } from './start-up.ts'
import { work } from './work.ts'

const sections = { work, memory, 'start-up': startUp, growth, profile }
/** Draws pictures, and measures nothing that has a goal: only when it is asked for. */
const apart = ['profile']

const flags = process.argv.slice(2).filter((argument) => argument.startsWith('--'))
const chosen = process.argv.slice(2).filter((argument) => !argument.startsWith('--'))
const known = [...Object.keys(sections), ...Object.keys(sizes).map((size) => `--${size}`)]
const unknown = process.argv.slice(2).filter((argument) => !known.includes(argument))
if (unknown.length > 0) {
  console.error(`There is no ${unknown.join(', ')}. There are: ${known.join(', ')}.`)
  process.exit(2)
}
const size = flags.includes('--smoke') ? 'smoke' : flags.includes('--quick') ? 'quick' : 'full'

if (!pinned) console.error('Without taskset and a second CPU the processes share what there is.')
if (!hasRedis) console.error('Without redis-server on the PATH, Redis is left out.')
const began = performance.now()
const report = createReport()
const service = await openService()
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => service.close().finally(() => process.exit(1)))
}
try {
  for (const [name, section] of Object.entries(sections)) {
    if (chosen.length > 0 ? !chosen.includes(name) : apart.includes(name)) continue
    console.error(`${name}, after ${seconds()} s`)
    await section(service, sizes[size], report)
  }
} finally {
  await service.close()
}
const path = report.save({ size, seconds: seconds() })
console.log(`\n${report.table()}\n${seconds()} s; every sample stands in ${path}`)

function seconds(): number {
  return Math.round((performance.now() - began) / 1000)
}
