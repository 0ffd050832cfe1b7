import { deliveries } from './deliveries.ts'
import { flood } from './flood.ts'
import { inFlight } from './in-flight.ts'
import { killed } from './kill.ts'
import { outages } from './outage.ts'

/** Says what was measured beside what it has to be. `is told` is for the reader alone. */
export type Check = (
  what: string,
  measured: number,
  bound: 'is' | 'at most' | 'at least' | 'is told',
  value: number,
) => void

const runs = { deliveries, outages, 'in-flight': inFlight, flood, killed }

const keeps = {
  is: (measured: number, value: number) => measured === value,
  'at most': (measured: number, value: number) => measured <= value,
  'at least': (measured: number, value: number) => measured >= value,
  'is told': () => true,
}

const chosen = process.argv.slice(2)
const unknown = chosen.filter((name) => !Object.hasOwn(runs, name))
if (unknown.length > 0) {
  console.error(`There is no ${unknown.join(', ')}. There are: ${Object.keys(runs).join(', ')}.`)
  process.exit(2)
}

for (const [name, run] of Object.entries(runs)) {
  if (chosen.length > 0 && !chosen.includes(name)) continue
  const began = performance.now()
  console.log(`\n${name}`)
  await run((what, measured, bound, value) => {
    const kept = keeps[bound](measured, value)
    if (!kept) process.exitCode = 1
    const told = bound === 'is told' ? '' : ` (${bound} ${value})`
    console.log(`  ${kept ? 'ok  ' : 'FAIL'} ${what}: ${measured}${told}`)
  })
  console.log(`  ${((performance.now() - began) / 1000).toFixed(0)} s`)
}
