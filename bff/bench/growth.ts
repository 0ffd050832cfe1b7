import type { Server } from './processes.ts'
import type { Report } from './report.ts'
import { ratio, rounds } from './rounds.ts'
import { hasRedis, type Service } from './service.ts'
import type { Size } from './sizes.ts'

/** Sessions of each server that are read, from the first to the last that it has. */
const readers = 1000

type Grown = [count: number, server: Server][]

/** What a read and a login cost when there are many sessions already. */
export async function growth(service: Service, size: Size, report: Report): Promise<void> {
  const open = async (server: (count: number) => Promise<Server>) => {
    const grown: Grown = []
    for (const count of size.scale) grown.push([count, await server(count)])
    return grown
  }
  const redises: { stop(): Promise<unknown> }[] = []
  const ofRedis = async (count: number) => {
    const redis = await service.redis()
    redises.push(redis)
    return service.filledRedis(redis.url, count, readers)
  }
  // Both at once, on different CPUs: to seal a million sessions is most of the time that this takes.
  const [memory, redis] = await Promise.all([
    open((count) => service.filled(count, readers)),
    hasRedis ? open(ofRedis) : undefined,
  ])
  await measure('memory', memory, size, service, report)
  if (redis) await measure('Redis', redis, size, service, report)
  for (const one of redises) await one.stop()
}

async function measure(
  store: string,
  servers: Grown,
  { scale, reads: all, logins, growthRounds }: Size,
  service: Service,
  report: Report,
): Promise<void> {
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
