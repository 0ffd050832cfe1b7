import { randomBytes } from 'node:crypto'
import { type Bff, freePort, startBff } from '../bff.ts'
import { demoService } from '../stack.ts'
import { until } from './citizen.ts'

const monitor = new URL('monitor.ts', import.meta.url).href

/** What a BFF tells of itself: milliseconds of the event loop's delay, bytes after a collection. */
export interface Vitals {
  loop: { p99: number; max: number }
  rss: number
  heapUsed: number
  external: number
}

/** One sgID and any number of BFFs, as built for production, each in a process of its own. */
export async function openService(changed: Record<string, string> = {}) {
  const port = await freePort()
  const { sgid, settings } = await demoService({ port, sgidPort: 0 })
  const SESSION_SECRET = randomBytes(32).toString('base64')
  const bffs = new Set<Bff>()

  const start = async () => {
    const own = bffs.size === 0 ? port : 0
    const NODE_OPTIONS = `--import=${monitor}`
    const bff = await startBff({
      port: own,
      settings: {
        ...settings,
        SESSION_SECRET,
        NODE_OPTIONS,
        // All that these citizens do comes from one address.
        RATE_LIMIT_PER_MINUTE: '0',
        ...changed,
      },
    })
    bffs.add(bff)
    return {
      ...bff,
      async stop(signal?: NodeJS.Signals) {
        bffs.delete(bff)
        return bff.stop(signal)
      },
      async vitals(): Promise<Vitals> {
        const before = bff.lines.length
        const line = () => bff.lines.slice(before).find((each) => each.includes('"stress"'))
        bff.signal('SIGUSR2')
        await until('the BFF tells of itself', async () => line() !== undefined)
        return JSON.parse(line() ?? '')
      },
    }
  }

  return {
    sgid,
    start,
    tokenRequests: () => sgid.simulator.log().filter(({ path }) => path.endsWith('/token')).length,
    async close() {
      for (const bff of bffs) await bff.stop('SIGKILL')
      await sgid.close()
    },
  }
}

export type Service = Awaited<ReturnType<typeof openService>>
