import { createConnection } from 'node:net'
import { text } from 'node:stream/consumers'
import type { Report } from './report.ts'
import { hasRedis, type Service } from './service.ts'
import type { Size } from './sizes.ts'

const atMost = (value: number) => ({ is: 'at most', value }) as const

/** What a session takes: in the process, and in Redis. */
export async function memory(service: Service, size: Size, report: Report): Promise<void> {
  await loggedIn(service, size, report)
  await filled(service, size, report)
  if (hasRedis) await inRedis(service, size, report)
}

/** Sessions of people who logged in, with all that a login leaves behind. */
async function loggedIn(service: Service, { people }: Size, report: Report): Promise<void> {
  const bff = await service.bff()
  const first = Math.ceil(people * 0.3)
  const idle = await bff.memory()
  // Until the engine has what it needs for logins however many: young generation, compiled code.
  await service.logins(bff, first)
  const before = await bff.memory()
  await service.logins(bff, people)
  const after = await bff.memory()
  const title = `memory a session, ${people.toLocaleString('en')} logins`
  const live = (after.live - before.live) / people
  const resident = (after.resident - before.resident) / people
  report.row(`${title}, live`, 'B', [live], atMost(2048))
  report.row(`${title}, resident`, 'B', [resident], atMost(6144))
  const grown = (after.resident - idle.resident) / (first + people)
  report.row('  resident, by all logins since the start', 'B', [grown])
  await bff.stop()
}

/** Sessions and nothing else, up to a number for which logging in would take too long. */
async function filled(service: Service, { steps }: Size, report: Report): Promise<void> {
  const bff = await service.filled(1, 1)
  await service.reads(bff, 1, 1000)
  const none = await bff.memory()
  report.row('memory without sessions, live', 'B', [none.live])
  report.row('memory without sessions, resident', 'B', [none.resident])
  let count = 0
  for (const step of steps) {
    await service.fill(bff, step - count, 1)
    count = step
    const { live, resident } = await bff.memory()
    const title = `memory a session, ${step.toLocaleString('en')} in the store`
    report.row(`${title}, live`, 'B', [(live - none.live) / step])
    report.row(`${title}, resident`, 'B', [(resident - none.resident) / step])
  }
  await bff.stop()
}

async function inRedis(service: Service, { people }: Size, report: Report): Promise<void> {
  const redis = await service.redis()
  const used = async () => Number(/used_memory:(\d+)/.exec(await info(redis.port))?.[1])
  const before = await used()
  const bff = await service.filledRedis(redis.url, people, people)
  const bytes = ((await used()) - before) / people
  report.row(`bytes a session in Redis, ${people.toLocaleString('en')}`, 'B', [bytes], atMost(2560))
  await bff.stop()
  await redis.stop()
}

function info(port: number): Promise<string> {
  const socket = createConnection({ port, host: '127.0.0.1' })
  socket.write('INFO memory\r\nQUIT\r\n')
  return text(socket)
}
