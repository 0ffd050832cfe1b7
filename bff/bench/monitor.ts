// Loaded into a process that is measured: tells of itself what nobody can see from outside.
import { writeFileSync } from 'node:fs'
import { Session } from 'node:inspector/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

setFlagsFromString('--expose-gc')
const collectGarbage: () => void = runInNewContext('gc')
const inspector = new Session()

// A question that is none of these is for somebody else in the process.
process.on('message', async (question) => {
  if (question === 'cpu') {
    const { user, system } = process.cpuUsage()
    process.send?.({ cpu: user + system })
  }
  if (question === 'memory') {
    for (let i = 0; i < 3; i++) collectGarbage()
    const { rss, heapUsed, external } = process.memoryUsage()
    process.send?.({ resident: rss, live: heapUsed + external })
  }
  if (question === 'profile') {
    inspector.connect()
    await inspector.post('Profiler.enable')
    await inspector.post('Profiler.setSamplingInterval', { interval: 200 })
    await inspector.post('Profiler.start')
    process.send?.({ done: true })
  }
  if (typeof question === 'object' && question !== null && 'profileTo' in question) {
    const { profile } = await inspector.post('Profiler.stop')
    inspector.disconnect()
    writeFileSync(String(question.profileTo), JSON.stringify(profile))
    process.send?.({ done: true })
  }
})
process.on('disconnect', () => process.exit())
// To be measured is no reason to go on.
process.channel?.unref()
