import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as z from 'zod'
import { flameGraph, partsOf } from './flame.ts'
import { ask, type Server, startServer } from './processes.ts'
import type { Report } from './report.ts'
import type { Service } from './service.ts'
import type { Size } from './sizes.ts'

const Done = z.object({ done: z.literal(true) })
const pictures = fileURLToPath(new URL('../../docs/performance/', import.meta.url))

/**
 * Flame graphs of a login and of a read, for docs/performance.md, and what each part takes. The BFF
 * runs from its sources, so that each bar can say where it is from.
 */
export async function profile(service: Service, size: Size, report: Report): Promise<void> {
  mkdirSync(pictures, { recursive: true })
  const source = new URL('../src/node.ts', import.meta.url)
  const bff = await startServer(source, await service.settings())
  try {
    await service.logins(bff, size.people)
    await service.reads(bff, size.people, size.reads)
    const kinds = {
      login: { times: size.logins, work: () => service.logins(bff, size.logins) },
      read: { times: size.reads, work: () => service.reads(bff, size.people, size.reads) },
    }
    for (const [name, { times, work }] of Object.entries(kinds)) {
      const before = await bff.cpu()
      await work()
      report.row(`${name}, without the profiler`, 'µs', [((await bff.cpu()) - before) / times])
      const seen = await profiled(bff, join(service.folder, `${name}.cpuprofile`), work)
      writeFileSync(join(pictures, `${name}.svg`), flameGraph(seen, `One ${name}`, times))
      for (const [part, took] of partsOf(seen)) {
        if (took / times >= 1) report.row(`  ${part}`, 'µs', [took / times])
      }
    }
  } finally {
    await bff.stop()
  }
}

async function profiled(
  { child }: Server,
  profileTo: string,
  work: () => Promise<unknown>,
): Promise<unknown> {
  await ask(child, 'profile', Done)
  await work()
  await ask(child, { profileTo }, Done)
  return JSON.parse(readFileSync(profileTo, 'utf8'))
}
