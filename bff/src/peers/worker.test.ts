import { generateKeyPairSync } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { chromium } from '@playwright/test'
import { freePort, startBff } from '@sgid-login/e2e/bff'
import { launchOptions } from '@sgid-login/e2e/chromium'
import { details, signIn } from '@sgid-login/e2e/sign-in'
import { demoService } from '@sgid-login/e2e/stack'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as z from 'zod'
import { startWorkerd, wranglerConfig } from '../testing/node-workerd.ts'
import { startUpstream } from '../testing/upstream.ts'
import { createPerson } from './node-person.ts'

const pages = fileURLToPath(new URL('../../../web/dist', import.meta.url))
const audience = 'https://grants.agency.test'
const secret = 'MDEyMzQ1Njc4OWFiY2RlZmdoaWprbG1ub3BxcnN0dXY='

/** The built worker with the deployed settings, a simulator, and Node's BFF to compare with. */
async function start() {
  const port = await freePort()
  const { sgid, settings } = await demoService({ port, sgidPort: 0 })
  const origin = `http://localhost:${port}`
  const upstream = await startUpstream(`${origin}/api/.well-known/jwks.json`, origin, audience)
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const vars = {
    ...settings,
    SESSION_SECRET: secret,
    UPSTREAM_URL: upstream.origin,
    UPSTREAM_PATHS: '/v1/*',
    UPSTREAM_AUDIENCE: audience,
    UPSTREAM_PRIVATE_KEY: String(privateKey.export({ format: 'pem', type: 'pkcs8' })),
  }
  const workerd = await startWorkerd({ ...wranglerConfig(), vars }, port)
  const https = {
    SGID_REDIRECT_URI: 'https://login.test/auth/callback',
    SGID_HOSTNAME: 'https://sgid.test',
    SESSION_SECRET: secret,
  }
  const node = await startBff({ port: 0, settings: { ...settings, ...https } })
  return {
    ...workerd,
    origin,
    node,
    faults: sgid.simulator.faults,
    seen: (path: string) => sgid.simulator.log().filter((entry) => entry.path === path),
    person: () => createPerson({ url: () => workerd.url, origin }),
    log: () => workerd.lines.flatMap(parsed),
    async stop() {
      await Promise.all([workerd.stop(), node.stop(), upstream.stop()])
      await sgid.close()
    },
  }
}

let site: Awaited<ReturnType<typeof start>>
beforeAll(async () => {
  site = await start()
})
afterAll(() => site.stop())

test('a worker is at most 48.8 kB to send', () => {
  const file = fileURLToPath(new URL('../../dist/worker/worker.js', import.meta.url))

  expect(gzipSync(readFileSync(file)).length).toBeLessThanOrEqual(48_800)
})

describe('on workerd, with sessions in Durable Objects', () => {
  test('a person logs in, sees their details, and logs out (P41)', async () => {
    const [tan, nobody] = [site.person(), site.person()]
    const back = await tan.signIn('/zh/profile')

    expect([back.status, back.headers.get('Location')]).toEqual([303, '/zh/profile'])
    expect(await tan.profile()).toMatchObject({
      shown: { data: { 'myinfo.name': 'TAN FICTITIOUS' } },
    })
    expect(await nobody.profile()).toMatchObject({ refused: 'session_required' })
    expect((await tan.call('/auth/logout', { method: 'POST' })).status).toBe(204)
    expect(await tan.profile()).toMatchObject({ refused: 'session_required' })
  })

  test('Chromium logs in, shows the details, and logs out', async () => {
    const browser = await chromium.launch(launchOptions)
    const page = await browser.newPage({ locale: 'en-SG' })
    const complaints: string[] = []
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
    page.on('pageerror', (error) => complaints.push(error.message))

    await page.goto(`${site.origin}/`)
    await signIn(page)
    const shown = await details(page)
    await page.getByRole('button', { name: 'Log out' }).click()
    await page.waitForURL('**/logged-out')
    await page.goto(`${site.origin}/profile`)
    await page.getByRole('link', { name: 'Log in with Singpass' }).first().waitFor()
    const after = await page.content()
    await browser.close()

    expect(Object.values(shown)).toContain('TAN FICTITIOUS')
    expect(after).not.toContain('TAN FICTITIOUS')
    // A call that says that nobody is signed in is one that Chromium complains of.
    expect(complaints.filter((text) => !text.includes('401'))).toEqual([])
  })

  test('every file has the headers that a process on Node sends with it (P21, P23, P41)', async () => {
    const files = globSync('**/*.{html,js}', { cwd: pages }).map((name) => `/${name}`)
    const html = files.filter((name) => name.endsWith('/index.html'))
    const paths = [
      ...files.filter((name) => !name.endsWith('.html')),
      ...html.map((name) => name.replace(/\/index\.html$/, '') || '/'),
      ...html.map((name) => `${name.replace(/index\.html$/, '')}nothing/here`),
      ...['/assets/main-gone.js', '/profile?x=y', '/profiles', '/zhongwen', '/zh/x'],
    ]
    for (const path of new Set(paths)) {
      const [ours, theirs] = [await look(site.url + path), await look(site.node.origin + path)]
      expect({ path, ...ours }).toEqual({ path, ...theirs })
    }

    expect(new Set(paths).size).toBeGreaterThan(100)
    // What is for other hosts stays at home.
    for (const path of ['/index.html.br', '/headers.nginx', '/_headers', '/.assetsignore']) {
      expect([path, (await look(site.url + path)).status]).toEqual([path, 404])
    }
  })

  test('what is not there below a route of the BFF is a problem, never a page (P21)', async () => {
    for (const path of ['/auth/nothing', '/api/nothing', '/auth/session.css']) {
      const answer = await fetch(site.url + path)

      expect([answer.status, answer.headers.get('Content-Type')]).toEqual([
        404,
        'application/problem+json',
      ])
      expect(answer.headers.get('Cache-Control')).toBe('private, no-store')
    }
  })

  test('a login goes on when its browser is gone, and the browser hears of it later (P3)', async () => {
    const tan = site.person()
    const out = await tan.visit('/auth/login?returnTo=/help')
    const back = String(await tan.agree(out))
    const before = site.seen('/v2/oauth/token').length
    // Its second try is answered: a login of five seconds.
    site.faults.set('userinfo-slow', { times: 1 })
    const gone = new AbortController()
    const Cookie = [...tan.cookies].map(([name, { value }]) => `${name}=${value}`).join('; ')
    const { pathname, search } = new URL(back)
    const lost = fetch(site.url + pathname + search, { headers: { Cookie }, signal: gone.signal })
    await expect.poll(() => site.seen('/v2/oauth/token').length).toBe(before + 1)
    gone.abort()
    await expect(lost).rejects.toThrow()

    const again = await tan.arrive(back)
    expect([again.status, again.headers.get('Location')]).toEqual([303, '/help'])
    expect(await tan.profile()).toMatchObject({ shown: expect.anything() })
    expect(site.seen('/v2/oauth/token').length).toBe(before + 1)
  })

  test('a token request is sent once, over a connection that was used before, too (P27)', async () => {
    await site.person().signIn()
    const before = site.seen('/v2/oauth/token').length
    site.faults.set('token-reset', { times: 2 })
    const answer = await site.person().signIn()
    site.faults.clear()

    expect(answer.headers.get('Location')).toMatch(/^\/error\/idp_unavailable/)
    expect(site.seen('/v2/oauth/token').length).toBe(before + 1)
  })

  test('a service behind it is told who the person is, and can check it (P10)', async () => {
    const tan = site.person()
    await tan.signIn()
    const answer = await tan.call('/api/v1/echo')
    const nobody = await site.person().call('/api/v1/echo')

    expect([answer.status, nobody.status]).toEqual([200, 401])
    expect(await answer.json()).toMatchObject({ payload: { iss: site.origin, aud: audience } })
  })

  test('the log is lines of JSON with the events of Node’s, and nothing of anybody (P38)', async () => {
    const tan = site.person()
    await tan.signIn()
    const { shown } = await tan.profile()
    await tan.call('/auth/logout', { method: 'POST' })
    await expect.poll(() => site.log().at(-1)).toMatchObject({ event: 'session.ended' })

    const line = site.log().findLast(({ event }) => event === 'session.created')
    expect(line).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      event: 'session.created',
      ref: expect.stringMatching(/^\w{4}-\w{4}$/),
      person: expect.stringMatching(/^[\w-]{16}$/),
    })
    const text = site.lines.join('\n')
    const { sub } = z.object({ sub: z.string() }).parse(shown)
    const secrets = tan.answers.flatMap(({ headers }) => headers.getSetCookie())
    const values = secrets.map((cookie) => cookie.split(/[=;]/)[1] ?? '').filter(Boolean)
    for (const value of ['TAN FICTITIOUS', sub, secret, ...values]) {
      expect(text).not.toContain(value)
    }
  })
})

describe('a worker refuses', () => {
  /** A worker of its own, with other bindings and settings than those that hold. */
  async function changed(config: Record<string, unknown>, vars: Record<string, string> = {}) {
    const { settings } = await unreachable()
    const all = { ...settings, SESSION_SECRET: secret, ...vars }
    const workerd = await startWorkerd({ ...wranglerConfig(), vars: all, ...config })
    const stop = () => workerd.stop()
    return { ...workerd, stop, [Symbol.asyncDispose]: stop }
  }

  test('to keep sessions in KV, which lets one callback in twice, and serves nothing (P3)', async () => {
    const kv = [{ binding: 'SESSIONS', id: 'sessions' }]
    const unbound = { durable_objects: undefined, migrations: undefined }
    await using worker = await changed({ ...unbound, kv_namespaces: kv }, { PORT: '3000' })
    for (const path of ['/auth/session', '/auth/login', '/nothing']) {
      const answer = await fetch(worker.url + path, { redirect: 'manual' })
      expect([answer.status, answer.headers.get('Cache-Control')]).toEqual([
        503,
        'private, no-store',
      ])
      expect(await answer.text()).toBe('This site is not set up. Its log says why.\n')
    }

    const said = () => worker.lines.join('\n')
    await expect.poll(said).toContain('SESSIONS is a KV namespace')
    expect(said()).toContain('bind the Durable Object class SessionShard')
    expect(said()).toContain('PORT has no meaning on a worker')
  })

  test('to go with pages that were built for other scopes', async () => {
    await using worker = await changed({}, { SGID_SCOPES: 'openid' })

    expect((await fetch(`${worker.url}/auth/session`)).status).toBe(503)
    const said = () => worker.lines.join('\n')
    await expect.poll(said).toContain('was built for other SGID_SCOPES')
  })

  test('an address that asks too often, however it calls itself (P26)', async () => {
    const simple = { limit: 5, period: 60 }
    await using worker = await changed({
      ratelimits: [{ name: 'LIMIT', namespace_id: '1', simple }],
    })
    const answers = []
    for (let i = 0; i < 10; i++) {
      const headers = { 'X-Forwarded-For': `192.0.2.${i}`, 'X-CSRF': '1' }
      answers.push(await fetch(`${worker.url}/auth/session`, { headers }))
    }

    expect(answers.map(({ status }) => status)).toEqual([
      ...Array(5).fill(200),
      ...Array(5).fill(429),
    ])
    expect(answers.at(-1)?.headers.get('Retry-After')).toBe('60')
  })
})

/** Settings of a service whose sgID is not there. */
async function unreachable() {
  const service = await demoService({ port: 1, sgidPort: 0 })
  await service.sgid.close()
  return service
}

/** Status, type, every header that the build decides, and the body. */
async function look(url: string) {
  const answer = await fetch(url, { redirect: 'manual' })
  const { rules }: { rules: { headers: object }[] } = JSON.parse(
    readFileSync(join(pages, 'headers.json'), 'utf8'),
  )
  const names = Object.keys(rules[0]?.headers ?? {}).map((name) => name.toLowerCase())
  const headers = names.map((name) => [name, answer.headers.get(name)])
  const type = answer.headers.get('Content-Type')?.toLowerCase()
  return { status: answer.status, type, ...Object.fromEntries(headers), body: await answer.text() }
}

const Line = z.looseObject({ event: z.string() })

/** A line of the log, among those of wrangler. */
function parsed(line: string): z.infer<typeof Line>[] {
  return line.startsWith('{') ? [Line.parse(JSON.parse(line))] : []
}
