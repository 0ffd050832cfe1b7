import type { Server } from './processes.ts'
import type { Report } from './report.ts'
import { ratio, rounds } from './rounds.ts'
import { hasRedis, type Service } from './service.ts'
import type { Size } from './sizes.ts'

/** Sessions of each server that are read, from the first to the last that it has. */
const readers = 1000

/** What a read and a login cost when there are many sessions already. */
export async function growth(service: Service, size: Size, report: Report): Promise<void> {
  await measure('memory', size, service, report, (count) => service.filled(count, readers))
  if (!hasRedis) return
  const redises: { stop(): Promise<unknown> }[] = []
  await measure('Redis', size, service, report, async (count) => {
    const redis = await service.redis()
    redises.push(redis)
    return service.filledRedis(redis.url, count, readers)
  })
  for (const redis of redises) await redis.stop()
}

async function measure(
  store: string,
  { scale, reads: all, logins, growthRounds }: Size,
  service: Service,
  report: Report,
  open: (count: number) => Promise<Server>,
): Promise<void> {
  const servers: [count: number, Server][] = []
  for (const count of scale) servers.push([count, await open(count)])
  const cost = (server: Server, times: number, task: () => Promise<unknown>) => async () => {
    const before = await server.cpu()
    await task()
    return ((await server.cpu()) - before) / times
  }
  const few = Math.ceil(logins / 4)
  const reads = Math.ceil(all / 2)
  const named = (what: string, task: (server: Server) => () => Promise<number>) =>
    Object.fromEntries(
      servers.map(([count, server]) => [`${what} at ${count.toLocaleString('en')}`, task(server)]),
    )
  const read = (server: Server) =>
    cost(server, reads, () => service.reads(server, Math.min(readers, ...scale), reads))
  const login = (server: Server) => cost(server, few, () => service.logins(server, few))
  const tasks = { ...named('read', read), ...named('login', login) }
  const samples = await rounds(growthRounds, tasks)
  for (const what of ['read', 'login']) {
    const at = (count: number) => `${what} at ${count.toLocaleString('en')}`
    const [least = 0, ...more] = scale
    report.row(`${at(least)} sessions, ${store}`, 'µs', samples(at(least)))
    for (const count of more) {
      const goal = { is: 'at most', value: 1.2 } as const
      report.row(`${at(count)} sessions, ${store}`, 'µs', samples(at(count)))
      report.row(`  it / ${at(least)}`, '×', ratio(samples(at(count)), samples(at(least))), goal)
    }
  }
  for (const [, server] of servers) await server.stop()
}
