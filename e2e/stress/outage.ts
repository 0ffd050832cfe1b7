import { setTimeout as sleep } from 'node:timers/promises'
import { startRedis } from '../redis.ts'
import { type Answer, call, each, signIn, until } from './citizen.ts'
import type { Check } from './main.ts'
import { openService } from './service.ts'

const people = 50
/** Milliseconds without Redis. */
const outage = 3000

/** Redis frozen, then killed, while people read: nobody is told a guess (P29). */
export async function outages(check: Check): Promise<void> {
  const redis = await startRedis()
  const service = await openService({ SESSION_STORE: redis.url, SESSION_MAX_PER_PERSON: '20' })
  try {
    const { origin } = await service.start()
    const cookies: string[] = []
    for (let i = 0; i < people; i++) cookies.push(await signIn(origin, personas[i % 3]))

    redis.signal('SIGSTOP')
    const frozen = await during(origin, cookies)
    check('frozen: answers that are not 503', notUnavailable(frozen), 'is', 0)
    check('frozen: slowest answer, ms', slowest(frozen), 'at most', 600)
    check('frozen: answers that touch a cookie', withCookies(frozen), 'is', 0)
    redis.signal('SIGCONT')
    check('frozen: ms from its return to an answer', await back(origin, cookies), 'at most', 1100)
    check('frozen: people signed out', await signedOut(origin, cookies), 'is', 0)

    await redis.stop()
    const killed = await during(origin, cookies)
    check('killed: answers that are not 503', notUnavailable(killed), 'is', 0)
    check('killed: slowest answer, ms', slowest(killed), 'at most', 600)
    check('killed: answers that touch a cookie', withCookies(killed), 'is', 0)
    const again = await startRedis({ port: redis.port })
    try {
      // It kept nothing: people are told that their session is over, which is the truth now.
      check(
        'killed: ms from its return to an answer',
        await answers(origin, cookies),
        'at most',
        1100,
      )
    } finally {
      await again.stop()
    }
  } finally {
    await service.close()
    await redis.stop()
  }
}

const personas = ['plain', 'everything', 'chinese']

/** What people are told while the store does not answer, from the first moment on. */
async function during(origin: string, cookies: string[]): Promise<Answer[]> {
  const answers: Answer[] = []
  const end = performance.now() + outage
  await each(cookies.length, cookies.length, async (index) => {
    while (performance.now() < end) {
      answers.push(await call(`${origin}/auth/userinfo`, cookies[index] ?? ''))
      await sleep(50)
    }
  })
  return answers
}

const notUnavailable = (answers: Answer[]) => answers.filter(({ status }) => status !== 503).length
const slowest = (answers: Answer[]) => Math.round(Math.max(...answers.map(({ took }) => took)))
const withCookies = (answers: Answer[]) =>
  answers.filter(({ headers }) => headers['set-cookie']).length

async function back(origin: string, [cookie = '']: string[]): Promise<number> {
  const isBack = async () => (await call(`${origin}/auth/userinfo`, cookie)).status === 200
  return Math.round(await until('the store is back', isBack))
}

async function answers(origin: string, [cookie = '']: string[]): Promise<number> {
  const isBack = async () => (await call(`${origin}/auth/userinfo`, cookie)).status !== 503
  return Math.round(await until('the store is back', isBack))
}

async function signedOut(origin: string, cookies: string[]): Promise<number> {
  const looks = await Promise.all(cookies.map((each) => call(`${origin}/auth/userinfo`, each)))
  return looks.filter(({ status }) => status !== 200).length
}
