import { join } from 'node:path'
import { userInfo } from './person.ts'
import type { Server } from './processes.ts'
import type { Report } from './report.ts'
import { ratio, rounds } from './rounds.ts'
import { hasRedis, type Service } from './service.ts'
import type { Size } from './sizes.ts'

const scopesOf = (settings: { SGID_SCOPES: string }) => settings.SGID_SCOPES.split(' ')

/**
 * Logins and reads, by CPU time of the server's process, on every store and beside the floors and
 * sgID's guide. The sessions that are read are those that logged in before.
 */
export async function work(service: Service, size: Size, report: Report): Promise<void> {
  const { warm, logins, reads, rounds: count, loginRounds } = size
  const memory = await service.bff()
  const sqlite = await service.bff({
    SESSION_STORE: `sqlite:${join(service.folder, 'sessions.sqlite')}`,
  })
  const redisUrl = hasRedis ? (await service.redis()).url : undefined
  const redis = redisUrl ? await service.bff({ SESSION_STORE: redisUrl }) : undefined
  const guide = await service.guide()
  const unchecked = await service.unchecked()
  const made = warm + logins * (loginRounds + 1)

  const each = async (server: Server, times: number, task: () => Promise<unknown>) => {
    const before = await server.cpu()
    await task()
    return ((await server.cpu()) - before) / times
  }
  const login = (server: Server) => () => each(server, logins, () => service.logins(server, logins))

  for (const server of [memory, sqlite, redis, unchecked]) {
    if (server) await service.logins(server, warm)
  }
  await service.logins(guide, warm, { guide: true })
  const few = Math.ceil(logins / 2)
  const logIns = {
    floor: async () => (await service.cryptography(logins)) / logins,
    guide: () => each(guide, few, () => service.logins(guide, few, { guide: true })),
    unchecked: () => each(unchecked, few, () => service.logins(unchecked, few)),
    memory: login(memory),
    sqlite: login(sqlite),
    redis: redis && login(redis),
  }
  // All rounds, however slow the machine is: the reads are by everybody who logs in here.
  const took = await rounds(loginRounds, logIns, loginRounds)
  const atLeast = (value: number) => ({ is: 'at least', value }) as const
  report.row('cryptography of a login, by node:crypto alone', 'µs', took('floor'))
  report.row("login at sgID's Express guide", 'µs', took('guide'))
  report.row('login without a check, a seal or a log line', 'µs', took('unchecked'))
  report.row('login, memory', 'µs', took('memory'))
  report.row('login, SQLite', 'µs', took('sqlite'))
  report.row('login, Redis', 'µs', took('redis'))
  report.row(
    'crypto floor / login, memory',
    '×',
    ratio(took('floor'), took('memory')),
    atLeast(0.4),
  )
  report.row('crypto floor / login without a check', '×', ratio(took('floor'), took('unchecked')))
  report.row("guide's login / login, memory", '×', ratio(took('guide'), took('memory')), atLeast(2))
  report.row('crypto floor / login, SQLite', '×', ratio(took('floor'), took('sqlite')))
  report.row('crypto floor / login, Redis', '×', ratio(took('floor'), took('redis')))

  const http = await service.floor('http')
  const hono = await service.floor('hono')
  const limited = await service.bff({ RATE_LIMIT_PER_MINUTE: '9999999' })
  await service.logins(limited, 1)
  const sealed = await service.sealed(made)
  const sealedRedis = redisUrl ? await service.sealed(made, redisUrl) : undefined
  const nobody = JSON.stringify({
    authenticated: false,
    scopes: scopesOf(await service.settings()),
  })
  const same = (server: Server, path: string, body: string) => () =>
    each(server, reads, () => service.same(server, path, body, reads))
  const read = (server: Server, sessions: number, what?: { api: boolean }) => () =>
    each(server, reads, () => service.reads(server, sessions, reads, what))

  const cost = await rounds(count, {
    http: same(http, '/', userInfo(0)),
    hono: same(hono, '/', userInfo(0)),
    anonymous: same(memory, '/auth/session', nobody),
    sealed: read(sealed, made),
    sealedRedis: sealedRedis && read(sealedRedis, made),
    memory1: read(memory, 1),
    memory: read(memory, made),
    api: read(memory, made, { api: true }),
    limited: read(limited, 1),
    sqlite1: read(sqlite, 1),
    sqlite: read(sqlite, made),
    redis1: redis && read(redis, 1),
    redis: redis && read(redis, made),
  })
  const of = (what: string, samples: number[], goal?: number) => {
    report.row(what, 'µs', samples)
    report.row(
      `  bare Hono / it`,
      '×',
      ratio(cost('hono'), samples),
      goal === undefined ? goal : atLeast(goal),
    )
  }
  const all = made.toLocaleString('en')
  report.row('bare node:http, constant 1 kB', 'µs', cost('http'))
  report.row('bare Hono, constant 1 kB', 'µs', cost('hono'))
  of(`opened and sent, and no check, memory, ${all} sessions`, cost('sealed'))
  of(`opened and sent, and no check, Redis, ${all} sessions`, cost('sealedRedis'))
  of('anonymous session check', cost('anonymous'))
  of('signed-in read, memory, 1 session', cost('memory1'))
  of('signed-in read, memory, 1 session, limits on', cost('limited'))
  of(`signed-in read, memory, ${all} sessions`, cost('memory'), 0.45)
  report.row(`own route below /api, memory, ${all} sessions`, 'µs', cost('api'))
  const more = ratio(cost('api'), cost('memory'))
  report.row('  it / signed-in read', '×', more, { is: 'at most', value: 1.1 })
  of('signed-in read, SQLite, 1 session', cost('sqlite1'))
  of(`signed-in read, SQLite, ${all} sessions`, cost('sqlite'))
  of('signed-in read, Redis, 1 session', cost('redis1'))
  of(`signed-in read, Redis, ${all} sessions`, cost('redis'), 0.42)
  const others = [guide, unchecked, http, hono, limited, sealed, sealedRedis]
  for (const server of [memory, sqlite, redis, ...others]) await server?.stop()
}
