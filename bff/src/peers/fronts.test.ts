import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { type Bff, startBff } from '@sgid-login/e2e/bff'
import { demoService } from '@sgid-login/e2e/stack'
import { afterEach, describe, expect, test } from 'vitest'
import {
  absent,
  documented,
  documentedNginx,
  documentedVarnish,
  type Front,
  startNginx,
  startVarnish,
} from './node-front.ts'

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

const nginx = (bff: string) => startNginx(documentedNginx([bff]))
const spa = (bff: string) => startNginx(documentedNginx([bff], 'nginx-spa.conf'))
const varnish = (bff: string) => startVarnish(documentedVarnish(bff))
/** As if the ten minutes had passed in which a page that is too old is good enough. */
const laterVarnish = (bff: string) => startVarnish(documentedVarnish(bff).replace('10m', '0s'))

describe.each([
  { file: 'nginx.conf', program: 'nginx', start: nginx, later: nginx, keeps: true },
  { file: 'varnish.vcl', program: 'varnishd', start: varnish, later: laterVarnish, keeps: true },
  // It has the pages itself: static-host.test.ts.
  { file: 'nginx-spa.conf', program: 'nginx', start: spa, later: spa, keeps: false },
])('$file as documented', ({ program, start, later, keeps }) => {
  const open = async (bff: string, how = start) => {
    const front = await how(bff)
    ends.push(() => front.stop())
    return front
  }
  const there = test.skipIf(absent(program))
  const cached = keeps ? there : () => undefined

  cached(
    'serves pages and assets when the BFF is dead, and never kept the profile (P21)',
    async () => {
      const pages = shortLivedPages()
      const { bff } = await service({ WEB_ROOT: pages })
      const { url } = await open(bff.origin, later)
      const asset = readdirSync(join(pages, 'assets')).find((name) => name.endsWith('.js'))
      const kept = ['/', '/logged-out', '/error/login_cancelled', `/assets/${asset}`]
      const before = await Promise.all(kept.map((path) => body(url + path)))
      const profile = await body(`${url}/profile`)
      await bff.stop('SIGKILL')
      // A page is good for a second, and as long again while a new one is fetched.
      await sleep(2500)
      const after = await Promise.all(
        kept.map((path) => body(`${url + path}?ref=AAAA-BBBB`, { Cookie: 'a=b' })),
      )

      expect(before.map(({ status }) => status)).toEqual([200, 200, 200, 200])
      expect(after).toEqual(before)
      expect(profile.status).toBe(200)
      for (const path of ['/profile', '/auth/login', '/auth/session']) {
        expect((await body(url + path)).status).toBeGreaterThanOrEqual(502)
      }
    },
  )

  there('lets the BFF say what is too large, for it says what to do (P25)', async () => {
    const { bff } = await service()
    const { url } = await open(bff.origin)
    const cookies = await fetch(`${url}/auth/login`, { headers: { Cookie: 'a'.repeat(20_000) } })
    const sent = await fetch(`${url}/auth/logout`, { method: 'POST', body: 'x'.repeat(17_000) })

    expect([cookies.status, await cookies.text()]).toEqual([
      431,
      expect.stringContaining('Delete the cookies'),
    ])
    expect([sent.status, await sent.json()]).toMatchObject([413, { code: 'too_large' }])
  })

  cached('puts no failure in a page’s place', async () => {
    let failing = false
    const backend = await listen((_request, answer) => {
      answer.statusCode = failing ? 500 : 200
      answer.setHeader('Cache-Control', 'public, s-maxage=1').end(failing ? 'failure' : 'page')
    })
    const { url } = await open(backend)
    const before = await body(url)
    failing = true
    await sleep(2500)
    const after = []
    for (let i = 0; i < 5; i++) {
      after.push(await body(url))
      await sleep(20)
    }

    expect(before).toEqual({ status: 200, text: 'page' })
    expect(after).toEqual(Array(5).fill(before))
  })

  there('adds the visitor to what they claim to come from, whatever they ask (P37)', async () => {
    const seen: { headers: IncomingHttpHeaders; from: number | undefined }[] = []
    const backend = await listen(({ headers, socket }, answer) => {
      seen.push({ headers, from: socket.remotePort })
      answer.end()
    })
    const { url } = await open(backend)
    const headers = { 'X-Forwarded-For': '192.0.2.1', Connection: 'close' }
    const first = await fetch(`${url}/auth/session`, { headers })
    await fetch(`${url}/auth/session`, { headers })
    const socket = connect(Number(new URL(url).port), '127.0.0.1')
    const rest = 'HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 192.0.2.1\r\n'
    socket.write(`PROPFIND / ${rest}\r\nGET /auth/session ${rest}Connection: close\r\n\r\n`)
    await text(socket)

    expect(seen.length).toBeGreaterThanOrEqual(3)
    const [one, two] = seen
    expect(one?.from).toBe(two?.from)
    for (const { headers } of seen) {
      expect(headers['x-forwarded-for']).toBe('192.0.2.1, 127.0.0.1')
      expect(headers.connection).not.toBe('close')
    }
    // Neither its version nor the number of the request (P23).
    expect(first.headers.get('Server') ?? '').not.toMatch(/\d/)
    expect([first.headers.get('Via'), first.headers.get('X-Varnish')]).toEqual([null, null])
  })

  there('writes no query into its log, for the callback’s holds the code (P38)', async () => {
    const { bff } = await service()
    const front = await open(bff.origin)
    const callback = `${front.url}/auth/callback?code=canary-code&state=canary-state`
    await fetch(callback, { redirect: 'manual' })
    await fetch(`${front.url}/auth/login?returnTo=/canary`, { redirect: 'manual' })
    await bff.stop('SIGKILL')
    const failed = await fetch(callback)

    expect(failed.status).toBeGreaterThanOrEqual(502)
    // Each line is written after its answer.
    await expect
      .poll(async () => (await logOf(front)).match(/\/auth\/\w+/g))
      .toEqual(['/auth/callback', '/auth/login', '/auth/callback'])
    expect(await logOf(front)).not.toContain('canary')
  })

  async function logOf({ folder }: Front): Promise<string> {
    if (program === 'nginx') {
      const files = readdirSync(folder).filter((name) => name.endsWith('.log'))
      return files.map((name) => readFileSync(join(folder, name), 'utf8')).join('')
    }
    const format = /varnishncsa -F '(.*)'/.exec(documented('varnish.vcl'))?.[1] ?? ''
    const flags = ['-n', folder, '-d', '-F', format]
    return spawnSync('varnishncsa', flags, { timeout: 20_000, encoding: 'utf8' }).stdout
  }
})

test.skipIf(absent('nginx'))(
  'nginx finds the scripts of a version that one instance has and another does not have yet',
  async () => {
    const instance = (version: string) =>
      listen(({ url }, answer) => {
        answer.statusCode = url?.includes(version) ? 200 : 404
        answer.setHeader('Cache-Control', 'no-store').end(version)
      })
    const bffs = [await instance('one'), await instance('two')]
    const front = await startNginx(documentedNginx(bffs))
    ends.push(() => front.stop())
    const statuses = async (name: string) => {
      const looks = [1, 2, 3, 4].map(() => body(`${front.url}/assets/${name}.js`))
      return new Set((await Promise.all(looks)).map(({ status }) => status))
    }

    expect(await statuses('one')).toEqual(new Set([200]))
    expect(await statuses('two')).toEqual(new Set([200]))
    expect(await statuses('three')).toEqual(new Set([404]))
  },
)

/** The built pages, which a cache may keep for a second instead of a minute. */
function shortLivedPages(): string {
  const folder = mkdtempSync(join(tmpdir(), 'pages-'))
  ends.push(() => rmSync(folder, { recursive: true }))
  cpSync(fileURLToPath(new URL('../../../web/dist', import.meta.url)), folder, { recursive: true })
  const rules = readFileSync(join(folder, 'headers.json'), 'utf8')
  const short = rules
    .replaceAll('s-maxage=60', 's-maxage=1')
    .replaceAll('stale-while-revalidate=600', 'stale-while-revalidate=1')
  writeFileSync(join(folder, 'headers.json'), short)
  return folder
}

async function service(changed: Record<string, string> = {}): Promise<{ bff: Bff }> {
  const { sgid, settings } = await demoService({ port: 3000, sgidPort: 0 })
  const bff = await startBff({ port: 0, settings: { ...settings, ...changed } })
  ends.push(
    () => sgid.close(),
    () => bff.stop(),
  )
  return { bff }
}

/** A BFF that does what a test wants. @returns its address */
async function listen(answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1')
  await once(server, 'listening')
  ends.push(() => server.close().closeAllConnections())
  const address = server.address()
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
}

async function body(url: string, headers: Record<string, string> = {}) {
  const answer = await fetch(url, { redirect: 'manual', headers })
  return { status: answer.status, text: await answer.text() }
}
