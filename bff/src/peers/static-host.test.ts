import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Bff, freePort, startBff } from '@sgid-login/e2e/bff'
import { demoService } from '@sgid-login/e2e/stack'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { absent, documentedNginx, type Front, startNginx } from './node-front.ts'
import { createPerson, type Person } from './node-person.ts'

const dist = fileURLToPath(new URL('../../../web/dist', import.meta.url))
const missing = absent('nginx') ? ': nginx is not on the PATH' : ''

describe.skipIf(missing !== '')(`nginx-spa.conf, and a BFF without pages${missing}`, () => {
  let host: Awaited<ReturnType<typeof startHost>>
  beforeAll(async () => {
    host = await startHost()
  })
  afterAll(() => host.stop())

  test('a person logs in, sees their details, and logs out (P22)', async () => {
    const [tan, nobody] = [host.person(), host.person()]
    const back = await tan.signIn('/zh/profile')
    const page = await fetch(host.url + back.headers.get('Location'))

    expect(back.status).toBe(303)
    expect([page.status, await page.text()]).toEqual([200, read('zh/profile/index.html')])
    expect(await tan.profile()).toMatchObject({
      shown: { data: { 'myinfo.name': 'TAN FICTITIOUS' } },
    })
    expect(await nobody.profile()).toMatchObject({ refused: 'session_required' })

    expect((await tan.call('/auth/logout', { method: 'POST' })).status).toBe(204)
    expect(await tan.profile()).toMatchObject({ refused: 'session_required' })
  })

  test('every file has the headers that the BFF would send with it (P21, P23)', async () => {
    const files = globSync('**/*.{html,js,svg}', { cwd: dist }).map((name) => `/${name}`)
    const pages = files.filter((name) => name.endsWith('/index.html'))
    const paths = [
      ...files.filter((name) => !name.endsWith('.html')),
      ...pages.map((name) => name.replace(/index\.html$/, '')),
      ...pages.map((name) => name.replace(/\/index\.html$/, '') || '/'),
      ...pages.map((name) => `${name.replace(/index\.html$/, '')}nothing/here`),
      ...['/assets/main-gone.js', '/profile?x=y', '/profiles', '/zhongwen', '/zh/404'],
    ]
    for (const path of new Set(paths)) {
      const [ours, theirs] = [await look(host.url + path), await look(host.whole.origin + path)]
      expect({ path, ...ours }).toEqual({ path, ...theirs })
    }

    expect(new Set(paths).size).toBeGreaterThan(100)
    expect(await look(`${host.url}/zh/profile`)).toMatchObject({
      status: 200,
      'cache-control': 'no-store',
    })
    expect(await look(`${host.url}/assets/main-gone.js`)).toMatchObject({
      status: 404,
      'cache-control': 'no-store',
    })
  })

  test('what is not there below a route of the BFF is a problem, never a page (P21)', async () => {
    for (const path of ['/auth/nothing', '/api/nothing', '/auth/session.css']) {
      const answer = await fetch(host.url + path)

      expect([answer.status, answer.headers.get('Content-Type')]).toEqual([
        404,
        'application/problem+json',
      ])
      expect(answer.headers.get('Cache-Control')).toBe('private, no-store')
    }
  })

  test('pages go over the wire as small as they were built', async () => {
    const headers = { 'Accept-Encoding': 'gzip' }
    const page = await fetch(`${host.url}/help`, { headers })

    expect(page.headers.get('Content-Encoding')).toBe('gzip')
    expect(await page.text()).toBe(read('help/index.html'))
  })
})

function read(name: string): string {
  return readFileSync(join(dist, name), 'utf8')
}

/** Status, type, every header that the build decides, and the body. */
async function look(url: string) {
  const answer = await fetch(url, { redirect: 'manual' })
  const { rules }: { rules: { headers: object }[] } = JSON.parse(read('headers.json'))
  const names = Object.keys(rules[0]?.headers ?? {}).map((name) => name.toLowerCase())
  const headers = names.map((name) => [name, answer.headers.get(name)])
  const type = answer.headers.get('Content-Type')?.toLowerCase()
  return { status: answer.status, type, ...Object.fromEntries(headers), body: await answer.text() }
}

/** nginx with the pages, a BFF without, and one that has both to compare with. */
async function startHost() {
  const port = await freePort()
  const { sgid, settings } = await demoService({ port, sgidPort: 0 })
  const bff = await startBff({ port: 0, settings: { ...settings, WEB_ROOT: '' } })
  // Its redirect URI is never used: on https it sends what an https site sends.
  const https = { SGID_REDIRECT_URI: 'https://login.test/auth/callback' }
  const sealed = { SESSION_SECRET: 'MDEyMzQ1Njc4OWFiY2RlZmdoaWprbG1ub3BxcnN0dXY=' }
  const elsewhere = { SGID_HOSTNAME: 'https://sgid.test' }
  const whole: Bff = await startBff({
    port: 0,
    settings: { ...settings, ...https, ...sealed, ...elsewhere },
  })
  const address = bff.origin.replace('localhost', '127.0.0.1')
  const front: Front = await startNginx(documentedNginx([address], 'nginx-spa.conf'))
  const origin = `http://localhost:${port}`
  return {
    url: front.url,
    whole,
    person: (): Person => createPerson({ url: () => front.url, origin }),
    async stop() {
      await Promise.all([front.stop(), bff.stop(), whole.stop()])
      await sgid.close()
    },
  }
}
