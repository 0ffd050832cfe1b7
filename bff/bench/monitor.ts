// Loaded into a process that is measured: tells of itself what nobody can see from outside.
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

setFlagsFromString('--expose-gc')
const collectGarbage: () => void = runInNewContext('gc')

process.on('message', (question) => {
  if (question === 'cpu') {
    const { user, system } = process.cpuUsage()
    process.send?.({ cpu: user + system })
  }
  if (question === 'memory') {
    for (let i = 0; i < 3; i++) collectGarbage()
    const { rss, heapUsed, external } = process.memoryUsage()
    process.send?.({ resident: rss, live: heapUsed + external })
  }
})
process.on('disconnect', () => process.exit())
// To be measured is no reason to go on.
process.channel?.unref()
