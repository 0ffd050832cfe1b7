import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { stop } from '@sgid-login/e2e/bff'
import * as z from 'zod'
import { answers, start } from './processes.ts'
import type { Report } from './report.ts'
import { ratio, rounds } from './rounds.ts'
import { built, type Service } from './service.ts'
import type { Size } from './sizes.ts'

const WEB_ROOT = fileURLToPath(new URL('../../web/dist', import.meta.url))

/** Milliseconds from the start of a process to the end of its first answer. */
export async function startUp(service: Service, size: Size, report: Report): Promise<void> {
  const headers = readFileSync(join(WEB_ROOT, 'headers.json'), 'utf8')
  const { scopes } = z.object({ scopes: z.array(z.string()) }).parse(JSON.parse(headers))
  const pages = { WEB_ROOT, SGID_SCOPES: scopes.join(' ') }
  const path = '/auth/session'

  const first = async (file: URL, env: Record<string, string>) => {
    const began = performance.now()
    const child = start({ file, env, cpu: 'measured' })
    const answered = await answers(child, Number(env['PORT']), path)
    await stop(child, 'SIGKILL')
    return answered - began
  }

  const bff = (settings: Record<string, string>) => async () =>
    first(built, await service.settings(settings))
  const sqlite = `sqlite:${join(service.folder, 'start.sqlite')}`
  const took = await rounds(size.starts, {
    hono: async () => {
      const { PORT } = await service.settings()
      return first(new URL('floors.ts', import.meta.url), { PORT, FLOOR: 'hono' })
    },
    memory: bff(pages),
    sqlite: bff({ ...pages, SESSION_STORE: sqlite }),
  })
  report.row('first answer after start, bare Hono', 'ms', took('hono'))
  report.row('first answer after start, memory, with pages', 'ms', took('memory'))
  report.row('first answer after start, SQLite, with pages', 'ms', took('sqlite'))
  const times = ratio(took('memory'), took('hono'))
  report.row('first answer / bare Hono, memory', '×', times, { is: 'at most', value: 1.5 })
  report.row('first answer / bare Hono, SQLite', '×', ratio(took('sqlite'), took('hono')))
}
