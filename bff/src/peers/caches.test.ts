import { freePort, startBff } from '@sgid-login/e2e/bff'
import { demoService } from '@sgid-login/e2e/stack'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  absent,
  documentedNginx,
  documentedVarnish,
  type Front,
  startNginx,
  startVarnish,
} from './node-front.ts'
import { createPerson, type Person, type Read } from './node-person.ts'

let service: Awaited<ReturnType<typeof startService>>
beforeAll(async () => {
  service = await startService()
})
afterAll(() => service.stop())

const login = '/auth/login?returnTo=/profile'
const withoutNginx = absent('nginx')
const withoutVarnish = absent('varnishd')

/** nginx with a cache for everything, which heeds an answer's own words but for these. */
function keeping(ignored: string, { lock = false } = {}) {
  return ({ port, folder }: { port: number; folder: string }) => `
    proxy_cache_path ${folder}/kept keys_zone=kept:1m;
    server {
      listen 127.0.0.1:${port};
      proxy_cache kept;
      proxy_cache_valid any 1h;
      ${lock ? 'proxy_cache_lock on;' : ''}
      ${ignored ? `proxy_ignore_headers ${ignored};` : ''}
      location / { proxy_pass ${service.bff}; }
    }`
}

const passing = ({ port }: { port: number }) =>
  `server { listen 127.0.0.1:${port}; location / { proxy_pass ${service.bff}; } }`

/** Varnish as it is when nobody has written anything for it but these lines. */
function builtIn(vcl = '') {
  const { hostname, port } = new URL(service.bff)
  return `vcl 4.1; backend bff { .host = "${hostname}"; .port = "${port}"; } ${vcl}`
}

/** Keeps every answer for an hour, whoever asks. */
const hour = `
  sub vcl_recv { if (req.method == "GET") { return (hash); } }
  sub vcl_backend_response { set beresp.ttl = 1h; return (deliver); }`
const forEverybody = `
  sub vcl_recv { if (req.method == "GET") { return (hash); } }
  sub vcl_backend_response { set beresp.ttl = 1h; unset beresp.http.Vary; return (deliver); }`

interface Layout {
  name: string
  missing: boolean
  start: () => Promise<Front>
}
const nginx = (name: string, http: () => Parameters<typeof startNginx>[0]): Layout => ({
  name: withoutNginx ? `nginx ${name}: nginx is not on the PATH` : `nginx ${name}`,
  missing: withoutNginx,
  start: () => startNginx(http()),
})
const varnish = (name: string, vcl: () => string): Layout => ({
  name: withoutVarnish ? `Varnish ${name}: varnishd is not on the PATH` : `Varnish ${name}`,
  missing: withoutVarnish,
  start: () => startVarnish(vcl()),
})

const others = 'Cache-Control Expires Set-Cookie'
const documented = [
  nginx('as documented', () => documentedNginx([service.bff])),
  varnish('as documented', () => documentedVarnish(service.bff)),
]
const sane = [
  ...documented,
  nginx('that only passes on', () => passing),
  nginx('that keeps what may be kept', () => keeping('', { lock: true })),
  nginx('that heeds Cache-Control alone', () => keeping('X-Accel-Expires Expires Set-Cookie Vary')),
  nginx('that heeds X-Accel-Expires alone', () => keeping(`${others} Vary`)),
  varnish('with no rules of its own', builtIn),
  varnish('that heeds Surrogate-Control alone', () =>
    builtIn(
      'sub vcl_backend_response { unset beresp.http.Cache-Control; unset beresp.http.Vary; }',
    ),
  ),
]
const varying = [
  nginx('that heeds Vary alone', () => keeping(`${others} X-Accel-Expires`)),
  varnish('that heeds Vary alone', () => builtIn(hour)),
]
const careless = [
  nginx('that keeps everything for everybody', () =>
    keeping(`${others} X-Accel-Expires Vary`, { lock: true }),
  ),
  varnish('that keeps everything for everybody', () => builtIn(forEverybody)),
]

/** Tests of people who come through each of some fronts. */
function behind(layouts: Layout[], tests: (person: (persona?: string) => Person) => void) {
  for (const { name, missing, start } of layouts) {
    describe.skipIf(missing)(name, () => {
      let front: Front
      beforeAll(async () => {
        front = await start()
      })
      afterAll(() => front.stop())
      tests((persona) => service.person(() => front.url, persona))
    })
  }
}

behind(sane, (person) => {
  test('gives everybody an answer of their own, whatever they ask (P21, P22)', async () => {
    const [tan, lim, nobody] = [person('plain'), person('everything'), person()]
    const strangers = Array.from({ length: 4 }, () => person())
    const outs = [await tan.visit(login), await lim.visit(login), await nobody.visit(login)]
    const [tans, lims] = [await tan.agree(at(outs, 0)), await lim.agree(at(outs, 1))]
    const foreign = await nobody.arrive(tans)
    const backs = [await lim.arrive(lims), await tan.arrive(tans)]

    expect(new Set(outs.map(place)).size).toBe(3)
    expect(place(foreign)).toMatch(/^\/error\/login_elsewhere/)
    expect(backs.map(place)).toEqual(['/profile', '/profile'])

    for (let round = 0; round < 2; round++) {
      for (const someone of [tan, lim, nobody]) await askAll(someone)
      expect(names(await Promise.all([tan, lim, tan, lim].map((who) => who.profile())))).toEqual([
        'TAN FICTITIOUS',
        'LIM MADE UP',
        'TAN FICTITIOUS',
        'LIM MADE UP',
      ])
      expect(await nobody.profile()).toMatchObject({ refused: 'session_required' })
      expect(await tan.session()).toMatchObject({ shown: { authenticated: true } })
      for (const who of [nobody, ...strangers]) {
        expect(await who.session()).toMatchObject({ shown: { authenticated: false } })
      }
    }
    // All without a cookie, and all at once: to a cache they ask the same.
    const answers = await Promise.all(strangers.map((stranger) => stranger.session()))
    expect(answers.filter((answer) => 'refused' in answer)).toEqual([])
    await tan.call('/auth/logout', { method: 'POST' })
    expect(await tan.profile()).toMatchObject({ refused: 'session_required' })
    expect(names([await lim.profile()])).toEqual(['LIM MADE UP'])

    expect(await said(tan)).not.toMatch(/LIM MADE UP/)
    expect(await said(lim)).not.toMatch(/TAN FICTITIOUS/)
    expect(await said(nobody)).not.toMatch(/TAN FICTITIOUS|LIM MADE UP/)
    const made = [tan, lim, nobody, ...strangers].flatMap(({ answers }) => answers.map(reference))
    expect(made.filter((ref) => ref === null)).toEqual([])
    expect(new Set(made).size).toBe(made.length)
  })
})

behind(varying, (person) => {
  test('gives nobody what was made for another cookie (P22)', async () => {
    const [tan, lim] = [person('plain'), person('everything')]
    await tan.signIn('/')
    await lim.signIn('/profile')
    const reads = []
    for (const who of [tan, lim, person(), tan, lim]) reads.push(await who.profile())

    expect(shown(reads)).toEqual(['TAN FICTITIOUS', 'LIM MADE UP'])
    expect(await said(tan)).not.toMatch(/LIM MADE UP/)
    expect(await said(lim)).not.toMatch(/TAN FICTITIOUS/)
  })
})

behind(careless, (person) => {
  test('gives people each other’s details, and the page shows none of them (P22)', async () => {
    const [tan, lim, nobody] = [person('plain'), person('everything'), person()]
    await tan.signIn('/')
    await lim.signIn('/profile')
    const first = await tan.profile()
    const second = await lim.profile()
    const third = await nobody.profile()
    const session = [await lim.session(), await nobody.session()]
    const query = '?reveal=myinfo.nric_number'
    const both = await Promise.all([tan, lim, tan, lim].map((who) => who.profile(query)))

    expect(names([first])).toEqual(['TAN FICTITIOUS'])
    expect(second).toEqual({ refused: 'foreign', received: first.received })
    expect(third).toEqual(second)
    expect(session).toMatchObject([{ shown: { authenticated: true } }, { refused: 'foreign' }])
    expect(both.filter(({ shown }) => shown)).toHaveLength(1)
    expect(new Set(both.map(({ received }) => received)).size).toBe(1)
  })

  test('gives two people one login, and it signs in who comes back first (P2, P3)', async () => {
    const [tan, lim] = [person('plain'), person('everything')]
    const address = '/auth/login?returnTo=/zh/profile'
    const outs = [await tan.visit(address), await lim.visit(address)]
    expect(place(at(outs, 0))).toBe(place(at(outs, 1)))

    const [tans, lims] = [await tan.agree(at(outs, 0)), await lim.agree(at(outs, 1))]
    expect(place(await tan.arrive(tans))).toBe('/zh/profile')
    const late = await lim.arrive(lims)
    expect(late.headers.getSetCookie()).toEqual([])
    expect(place(late)).toMatch(/^\/zh\/error\/login_already_used/)
  })
})

function at<Item>(items: Item[], index: number): Item {
  const item = items[index]
  if (item === undefined) throw new RangeError('there is none')
  return item
}

/** Whatever else may be asked, by whoever wants something kept that should not be. */
async function askAll(person: Person): Promise<void> {
  const conditions: Record<string, string>[] = [
    {},
    { Range: 'bytes=0-99' },
    { 'If-None-Match': '"x"' },
    { 'If-Modified-Since': new Date().toUTCString() },
  ]
  for (const headers of conditions) await person.call('/auth/userinfo', { headers })
  for (const path of ['/auth/userinfo', '/auth/session'])
    await person.call(path, { method: 'HEAD' })
  for (const path of [
    '/auth/userinfo?reveal=myinfo.nric_number',
    '/auth/userinfo?x=style.css',
    '/auth/userinfo.css',
    '/auth/userinfo/x.js',
    '/auth/session',
    '/api/x.png',
  ]) {
    await person.call(path)
    await person.visit(path)
  }
  await person.visit(login)
  await person.visit('/auth/callback?code=x&state=y')
}

/** Whom the page showed, once each. */
function shown(reads: Read[]): unknown[] {
  return [...new Set(names(reads.filter((read) => 'shown' in read)))]
}

function names(reads: { shown?: unknown }[]): unknown[] {
  return reads.map(({ shown }) => JSON.parse(JSON.stringify(shown ?? {})).data?.['myinfo.name'])
}

async function said({ answers }: Person): Promise<string> {
  return (await Promise.all(answers.map((answer) => answer.text()))).join('\n')
}

function place(answer: Response): string {
  return answer.headers.get('Location') ?? ''
}

function reference(answer: Response): string | null {
  return answer.headers.get('X-Request-Id')
}

/** The BFF as it is built, with pages, and sgID. Whoever comes through a front takes it for one. */
async function startService() {
  const port = await freePort()
  const { sgid, settings } = await demoService({ port, sgidPort: 0 })
  const bff = await startBff({ port: 0, settings: { ...settings, RATE_LIMIT_PER_MINUTE: '0' } })
  const origin = `http://localhost:${port}`
  return {
    bff: bff.origin.replace('localhost', '127.0.0.1'),
    person: (url: () => string, persona = 'plain') => createPerson({ url, origin, persona }),
    async stop() {
      await bff.stop()
      await sgid.close()
    },
  }
}
