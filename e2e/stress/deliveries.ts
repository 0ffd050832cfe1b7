import { startRedis } from '../redis.ts'
import { beginLogin, call, cookieOf, location, send } from './citizen.ts'
import type { Check } from './main.ts'
import { openService } from './service.ts'

const rounds = 25

/** One callback, twenty times at once, over three instances with one Redis (P3). */
export async function deliveries(check: Check): Promise<void> {
  const redis = await startRedis()
  const service = await openService({ SESSION_STORE: redis.url })
  try {
    const bffs = [await service.start(), await service.start(), await service.start()]
    const origin = (index: number) => bffs[index % bffs.length]?.origin ?? ''
    let most = 0
    let sessions = 0
    let wrong = 0
    for (let round = 0; round < rounds; round++) {
      const { callback, cookie } = await beginLogin(origin(round))
      const before = service.tokenRequests()
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, i) => send(origin(i) + callback, { cookie })),
      )
      most = Math.max(most, service.tokenRequests() - before)
      const made = new Set(answers.map(cookieOf))
      sessions = Math.max(sessions, made.size)
      wrong += answers.filter((answer) => location(answer) !== '/profile').length
      for (const session of made) {
        if ((await call(`${origin(round + 1)}/auth/userinfo`, session)).status !== 200) wrong++
      }
    }
    check('token requests for one login', most, 'is', 1)
    check('sessions for one login', sessions, 'is', 1)
    check('deliveries that did not end at the page', wrong, 'is', 0)
  } finally {
    await service.close()
    await redis.stop()
  }
}
