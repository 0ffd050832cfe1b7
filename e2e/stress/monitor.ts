// Loaded into a BFF that is under stress: tells on SIGUSR2 what nobody can see from outside.
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

setFlagsFromString('--expose-gc')
const collectGarbage: () => void = runInNewContext('gc')
const delay = monitorEventLoopDelay({ resolution: 5 })
delay.enable()

process.on('SIGUSR2', () => {
  const loop = { p99: delay.percentile(99) / 1e6, max: delay.max / 1e6 }
  collectGarbage()
  const { rss, heapUsed, external } = process.memoryUsage()
  process.stdout.write(`${JSON.stringify({ event: 'stress', loop, rss, heapUsed, external })}\n`)
  delay.reset()
})
