import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { call, each, signIn } from './citizen.ts'
import type { Check } from './main.ts'
import { openService } from './service.ts'

const kills = 15
const personas = ['plain', 'everything', 'chinese', 'tamil', 'long-name', 'lists', 'markup']

/** `kill -9` while people log in and out, and a new process each time on the same file (P32). */
export async function killed(check: Check): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'killed-'))
  const service = await openService({
    SESSION_STORE: `sqlite:${join(folder, 'sessions.sqlite')}`,
    SESSION_MAX_PER_PERSON: '20',
  })
  let acknowledged = 0
  let lost = 0
  let risen = 0
  try {
    for (let kill = 0; kill < kills; kill++) {
      const bff = await service.start()
      const alive: string[] = []
      const ended: string[] = []
      let running = true
      const load = each(7, 7, async (person) => {
        while (running) {
          const cookie = await signIn(bff.origin, personas[person]).catch(() => undefined)
          if (cookie === undefined) return
          alive.push(cookie)
          const out = await call(`${bff.origin}/auth/logout`, cookie, 'POST').catch(() => undefined)
          // Told to end, and perhaps not told that it did: that one may be either.
          alive.splice(alive.indexOf(cookie), 1)
          if (out?.status === 204) ended.push(cookie)
          const stays = await signIn(bff.origin, personas[person]).catch(() => undefined)
          if (stays !== undefined) alive.push(stays)
        }
      })
      await sleep(300 + Math.random() * 700)
      running = false
      await bff.stop('SIGKILL')
      await load

      const next = await service.start()
      const status = async (cookie: string) =>
        (await call(`${next.origin}/auth/userinfo`, cookie)).status
      // The cap ends the oldest of a person's: only the latest are known to live.
      for (const cookie of alive.slice(-7)) if ((await status(cookie)) !== 200) lost++
      for (const cookie of ended) if ((await status(cookie)) !== 401) risen++
      acknowledged += Math.min(7, alive.length) + ended.length
      await next.stop()
    }
    check('acknowledged logins and log-outs looked at', acknowledged, 'at least', kills * 7)
    check('of them logins that were lost', lost, 'is', 0)
    check('of them log-outs that were lost', risen, 'is', 0)
  } finally {
    await service.close()
    await rm(folder, { recursive: true })
  }
}
