// Loaded into a process that is measured: tells of itself what nobody can see from outside.
import { writeFileSync } from 'node:fs'
import { Session } from 'node:inspector/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

setFlagsFromString('--expose-gc')
const collectGarbage: () => void = runInNewContext('gc')
const inspector = new Session()

process.on('message', (question) => {
  answer(question).then((told) => process.send?.(told))
})
process.on('disconnect', () => process.exit())
// To be measured is no reason to go on.
process.channel?.unref()

async function answer(question: unknown): Promise<object> {
  if (question === 'cpu') {
    const { user, system } = process.cpuUsage()
    return { cpu: user + system }
  }
  if (question === 'memory') {
    for (let i = 0; i < 3; i++) collectGarbage()
    const { rss, heapUsed, external } = process.memoryUsage()
    return { resident: rss, live: heapUsed + external }
  }
  if (question === 'profile') {
    inspector.connect()
    await inspector.post('Profiler.enable')
    await inspector.post('Profiler.setSamplingInterval', { interval: 200 })
    await inspector.post('Profiler.start')
    return { done: true }
  }
  if (typeof question === 'object' && question !== null && 'profileTo' in question) {
    const { profile } = await inspector.post('Profiler.stop')
    inspector.disconnect()
    writeFileSync(String(question.profileTo), JSON.stringify(profile))
    return { done: true }
  }
  return { failed: 'no such question' }
}
