import { beginLogin, each, type Login, location, send } from './citizen.ts'
import type { Check } from './main.ts'
import { openService } from './service.ts'

const logins = 600

/** As many logins at the same moment, all of them at sgID, all of them to be decrypted (P33). */
export async function inFlight(check: Check): Promise<void> {
  const service = await openService({ SESSION_MAX_PER_PERSON: '20' })
  try {
    const bff = await service.start()
    const ready: Login[] = []
    await each(logins, 16, async () => {
      ready.push(await beginLogin(bff.origin, 'everything'))
    })
    await bff.vitals()
    const answers = await Promise.all(
      ready.map(({ callback, cookie }) => send(bff.origin + callback, { cookie })),
    )
    const { loop } = await bff.vitals()

    const ended = answers.filter((answer) => location(answer) === '/profile').length
    check('logins that ended at the page', ended, 'is', logins)
    check("event loop's delay, p99, ms", Math.round(loop.p99), 'at most', 100)
    check("event loop's delay, longest, ms", Math.round(loop.max), 'is told', 0)
  } finally {
    await service.close()
  }
}
