import { startRedis } from '@sgid-login/e2e/redis'
import { demoService } from '@sgid-login/e2e/stack'
import { approve } from 'sgid-simulator'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as z from 'zod'
import { createBrowser } from './testing/browser.ts'
import { location } from './testing/front-door.ts'
import { type Caller, lambdaEvents } from './testing/lambda-events.ts'
import { redis } from './testing/node-redis.ts'

const origin = 'http://localhost:4999'
const secret = 'MDEyMzQ1Njc4OWFiY2RlZmdoaWprbG1ub3BxcnN0dXY='
const callers = Object.keys(lambdaEvents).filter((name): name is Caller => name in lambdaEvents)

const Answer = z.object({
  statusCode: z.number(),
  body: z.string(),
  isBase64Encoded: z.literal(false),
  headers: z.record(z.string(), z.string()).optional(),
  multiValueHeaders: z.record(z.string(), z.array(z.string())).optional(),
  cookies: z.array(z.string()).optional(),
})

let copies = 0

/** The built function, as Lambda starts it: new for each, with this environment. */
async function load(env: Record<string, string | undefined>) {
  const file = new URL(`../dist/lambda.mjs?${++copies}`, import.meta.url)
  const before = { ...process.env }
  Object.assign(process.env, env)
  for (const [name, value] of Object.entries(env)) if (value === undefined) delete process.env[name]
  try {
    const { handler }: { handler: (event: object) => Promise<unknown> } = await import(file.href)
    return handler
  } finally {
    process.env = before
  }
}

describe.skipIf(redis.skip)(`on Lambda, with ${redis.title}`, () => {
  let server: Awaited<ReturnType<typeof startRedis>>
  let service: Awaited<ReturnType<typeof demoService>>
  beforeAll(async () => {
    server = await startRedis()
    service = await demoService({ port: 4999, sgidPort: 0 })
  })
  afterAll(async () => {
    await server.stop()
    await service.sgid.close()
  })

  const start = (changed: Record<string, string | undefined> = {}) =>
    load({
      ...service.settings,
      SESSION_SECRET: secret,
      SESSION_STORE: server.url,
      LOG_LEVEL: 'silent',
      ...changed,
    })

  /** A browser in front of a caller in front of the function. */
  async function visitor(caller: Caller, { client = '198.51.100.7', settings = {} } = {}) {
    const handler = await start(settings)
    const answers: z.infer<typeof Answer>[] = []
    const browser = createBrowser(async (request) => {
      const event = lambdaEvents[caller](request, client, await request.text())
      const answer = Answer.parse(await handler(event))
      answers.push(answer)
      const headers = new Headers(answer.headers)
      for (const [name, values] of Object.entries(answer.multiValueHeaders ?? {}))
        for (const value of values) headers.append(name, value)
      for (const cookie of answer.cookies ?? []) headers.append('Set-Cookie', cookie)
      const { statusCode: status, body } = answer
      return new Response(body === '' ? null : body, { status, headers })
    }, origin)
    const agree = (out: Response) => approve((request) => fetch(request), location(out), {})
    return { ...browser, agree, answers }
  }

  test.each(callers)(
    'by %s a person logs in, sees their details, and logs out (P41)',
    async (caller) => {
      const tan = await visitor(caller)
      const out = await tan.visit('/auth/login?returnTo=/help?a=b%26c')
      const back = await tan.arrive(await tan.agree(out))
      expect([back.status, location(back)]).toEqual([303, '/help?a=b&c'])
      expect(await (await tan.call('/auth/userinfo')).json()).toMatchObject({
        data: { 'myinfo.name': 'TAN FICTITIOUS' },
      })
      const revealed = await tan.call('/auth/userinfo?reveal=myinfo.nric_number')
      expect(await revealed.json()).toMatchObject({ masked: {} })

      expect((await tan.call('/auth/logout', { method: 'POST', body: 'x' })).status).toBe(204)
      expect((await tan.call('/auth/userinfo')).status).toBe(401)
    },
  )

  test.each<[Caller, number]>([
    ['API Gateway, format 2.0', 2],
    ['API Gateway, format 1.0', 2],
    ['a load balancer, with several values', 2],
    // It can carry one alone, and that is the session's: the login's ends by itself.
    ['a load balancer', 1],
  ])('by %s a callback sets %i cookies, the session’s first (P20)', async (caller, count) => {
    const tan = await visitor(caller)
    const out = await tan.visit('/auth/login')
    const cookies = (await tan.arrive(await tan.agree(out))).headers.getSetCookie()

    expect(cookies).toHaveLength(count)
    expect(cookies[0]).toMatch(/^__Host-Http-sid=v1\./)
  })

  test('by a load balancer the sixth login has its own cookie, before those that end (P41)', async () => {
    const tan = await visitor('a load balancer')
    for (let tab = 0; tab < 5; tab++) await tan.visit('/auth/login')
    const sixth = await tan.visit('/auth/login')

    expect(sixth.headers.getSetCookie()).toEqual([expect.stringMatching(/^__Host-Http-tx\.\w+=v1/)])
    expect(location(await tan.arrive(await tan.agree(sixth)))).toBe('/profile')
  })

  test.each(callers)(
    'by %s nothing is built from the name it was called by (P37)',
    async (caller) => {
      const tan = await visitor(caller)
      const out = await tan.visit('/auth/login', { 'X-Forwarded-Host': 'evil.test' })

      expect(new URL(location(out)).searchParams.get('redirect_uri')).toBe(
        `${origin}/auth/callback`,
      )
      expect(JSON.stringify(tan.answers)).not.toContain('evil')
    },
  )

  test.each<[Caller, Record<string, string>, boolean]>([
    ['API Gateway, format 2.0', {}, true],
    ['API Gateway, format 1.0', {}, true],
    ['API Gateway, format 2.0', { TRUSTED_PROXIES: '1' }, true],
    ['a load balancer', { TRUSTED_PROXIES: '1' }, true],
    ['a load balancer, with several values', { TRUSTED_PROXIES: '1' }, true],
    // It names nobody but in a header, and no header was to be trusted.
    ['a load balancer', {}, false],
  ])(
    'by %s with %j an address has its limit, however it calls itself: %j (P26)',
    async (caller, settings, limited) => {
      const client = `198.51.100.${++copies}`
      const all = { ...settings, RATE_LIMIT_PER_MINUTE: '3' }
      const tan = await visitor(caller, { client, settings: all })
      const statuses = []
      for (let i = 0; i < 6; i++) {
        const headers = { 'X-Forwarded-For': `192.0.2.${i}` }
        statuses.push((await tan.call('/auth/session', { headers })).status)
      }

      expect(statuses).toEqual([200, 200, 200, ...Array(3).fill(limited ? 429 : 200)])
    },
  )

  test('two visitors behind one CDN have a limit each, when the CDN and the gateway are counted', async () => {
    const settings = { TRUSTED_PROXIES: '2', RATE_LIMIT_PER_MINUTE: '1' }
    const cdn = await visitor('API Gateway, format 2.0', { client: '192.0.2.250', settings })
    const status = async (address: string) => {
      const headers = { 'X-Forwarded-For': `203.0.113.9, ${address}` }
      return (await cdn.call('/auth/session', { headers })).status
    }

    expect([await status('203.0.113.1'), await status('203.0.113.2')]).toEqual([200, 200])
    expect(await status('203.0.113.1')).toBe(429)
  })

  test.each([
    ['a store in its memory', { SESSION_STORE: 'memory:' }, 'SESSION_STORE must be redis'],
    ['a store in a file', { SESSION_STORE: 'sqlite:/tmp/x' }, 'SESSION_STORE must be redis'],
    ['no store', { SESSION_STORE: undefined }, 'SESSION_STORE must be redis'],
    ['no secret', { SESSION_SECRET: undefined }, 'SESSION_SECRET is missing'],
    ['a folder of pages', { WEB_ROOT: '/srv' }, 'WEB_ROOT has no meaning on Lambda'],
    ['a port', { PORT: '3000' }, 'PORT has no meaning on Lambda'],
  ])('a function with %s does not start, and says why (P36)', async (_what, changed, words) => {
    await expect(start(changed)).rejects.toThrow(words)
  })
})
