import { readFileSync } from 'node:fs'
import { type Bff, freePort, startBff } from '@sgid-login/e2e/bff'
import { demoService } from '@sgid-login/e2e/stack'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { Build } from '../http/page-rules.ts'
import {
  absent,
  documentedNginx,
  documentedVarnish,
  type Front,
  startNginx,
  startVarnish,
} from '../peers/node-front.ts'
import type { Finding } from './check.ts'
import { createAsk } from './node-ask.ts'
import { examineSite } from './outside.ts'
import { type Ask, createSite } from './site.ts'

let service: Awaited<ReturnType<typeof startService>>
beforeAll(async () => {
  service = await startService()
})
afterAll(() => service.stop())
const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

const local = Build.parse(
  JSON.parse(readFileSync(new URL('../../../web/dist/headers.json', import.meta.url), 'utf8')),
)
const withoutNginx = absent('nginx')
const withoutVarnish = absent('varnishd')

/** nginx as documented, with changes to the text of its file. */
const nginx = (change: (text: string) => string, file = 'nginx.conf') =>
  startNginx((at) => change(documentedNginx([service.bff.origin], file)(at)), service.port)
/** Of a directive for the whole server, */
const inServer = (lines: string) => (text: string) =>
  text.replace('proxy_connect_timeout 1s;', `proxy_connect_timeout 1s; ${lines}`)
/** and of one for what is below an address. */
const below = (path: string, lines: string) => (text: string) =>
  text.replace(`location ${path} {`, `location ${path} { ${lines}`)
const replaced = (path: string, lines: string) => (text: string) =>
  text.replace(new RegExp(`location ${path} \\{[^}]*\\}`), `location ${path} { ${lines} }`)
const added = (location: string) => (text: string) =>
  text.replace('location /auth/ {', `${location} location /auth/ {`)
const varnish = (change: (text: string) => string) =>
  startVarnish(change(documentedVarnish(service.bff.origin)), service.port)
const inVcl = (lines: string) => (text: string) =>
  text.replace('sub vcl_recv {', `${lines} sub vcl_recv {`)
const received = (lines: string) => inVcl(`sub vcl_recv { ${lines} }`)

const unchanged = (text: string) => text

describe('a service that is well is told so, in less than ten seconds, behind', () => {
  const fronts = [
    { name: 'nginx', missing: withoutNginx, start: () => nginx(unchanged) },
    {
      name: 'nginx with the pages',
      missing: withoutNginx,
      start: () => nginx(unchanged, 'nginx-spa.conf'),
    },
    { name: 'Varnish', missing: withoutVarnish, start: () => varnish(unchanged) },
  ]
  for (const { name, missing, start } of fronts) {
    test.skipIf(missing)(`${name}${missing ? ', which is not on the PATH' : ''}`, async () => {
      await open(start)
      const began = performance.now()
      const findings = await look()

      expect(findings.filter(({ verdict }) => verdict !== 'ok')).toEqual([])
      expect(findings.length).toBeGreaterThan(35)
      expect(performance.now() - began).toBeLessThan(10_000)
      // A cache that is warm is not wrong.
      expect((await look()).filter(({ verdict }) => verdict !== 'ok')).toEqual([])
    })
  }
})

test.skipIf(withoutNginx)(
  'looking at a live site takes a few dozen requests and finishes no login',
  async () => {
    await open(() => nginx(unchanged))
    const origin = `http://127.0.0.1:${service.port}`
    const before = service.bff.lines.length
    const asked: string[] = []
    const ask = createAsk(origin)
    const counted: Ask = (path, question) => {
      asked.push(path)
      return ask(path, question)
    }
    await examineSite(createSite({ origin, ask: counted, local }))
    const logged = service.bff.lines.slice(before).map((line) => JSON.parse(line).event)

    expect(asked.length).toBeLessThan(100)
    expect(new Set(logged)).toEqual(new Set(['login.started', 'request.refused']))
  },
)

test('pages of another build are judged by what they came with, and the report says so', async () => {
  const origin = service.bff.origin
  const other = { ...local, rules: local.rules.slice(1) }
  const site = createSite({ origin, ask: createAsk(origin), local: other })
  const noticed = (await examineSite(site)).filter(({ verdict }) => verdict !== 'ok')

  expect(noticed).toMatchObject([
    { what: 'a login begins', verdict: 'wrong' },
    { what: 'pages are of this build', verdict: 'warning' },
  ])
})

const ignored = 'proxy_ignore_headers Cache-Control Expires Set-Cookie X-Accel-Expires Vary;'
const keeps = 'proxy_cache sgid_login; proxy_cache_key $uri; proxy_cache_valid any 1h;'
const mixedUp = [
  'reads are not kept',
  'logins are not kept',
  'errors are not kept',
  'data with a file’s name is not kept',
]

interface Broken {
  name: string
  start: () => Promise<Front>
  /** What is wrong then: all, */
  wrong: string[]
  /** or what is named first, for a cache mixes up whatever else is asked. */
  first?: true
}
const ofNginx: Broken[] = [
  {
    name: 'strips cookies',
    start: () => nginx(inServer('proxy_set_header Cookie "";')),
    wrong: ['cookies arrive'],
  },
  {
    name: 'strips Set-Cookie',
    start: () => nginx(inServer('proxy_hide_header Set-Cookie;')),
    wrong: ['Set-Cookie comes back'],
  },
  {
    name: 'gives cookies a Domain',
    start: () => nginx(inServer('proxy_cookie_flags ~ samesite=none;')),
    wrong: ['Set-Cookie comes back'],
  },
  {
    name: 'keeps everything for everybody',
    start: () => nginx(inServer(`${keeps} ${ignored}`)),
    wrong: mixedUp,
    first: true,
  },
  {
    name: 'keeps what looks like a file',
    start: () =>
      nginx(added(`location ~ [.](css|js)$ { proxy_pass http://bff; ${keeps} ${ignored} }`)),
    wrong: ['data with a file’s name is not kept', 'who cannot decompress gets assets plain'],
  },
  {
    name: 'builds addresses from Host',
    start: () => nginx(inServer('proxy_redirect ~^/(.*)$ http://$http_host/$1;')),
    wrong: ['a forged Host changes nothing'],
  },
  {
    name: 'builds addresses from X-Forwarded-Host',
    start: () =>
      nginx((text) =>
        inServer('proxy_redirect ~^/(.*)$ http://$said/$1;')(
          `map $http_x_forwarded_host $said { default $http_x_forwarded_host; "" localhost:${service.port}; } ${text}`,
        ),
      ),
    wrong: ['a forged X-Forwarded-Host changes nothing'],
  },
  {
    name: 'builds addresses from X-Forwarded-Proto',
    start: () =>
      nginx((text) =>
        inServer('proxy_redirect ~^/(.*)$ $said/$1;')(
          `map $http_x_forwarded_proto $said { default $http_x_forwarded_proto://localhost; "" http://localhost:${service.port}; } ${text}`,
        ),
      ),
    wrong: ['a forged X-Forwarded-Host changes nothing'],
  },
  {
    name: 'drops queries',
    start: () =>
      nginx((text) => text.replaceAll('proxy_pass http://bff;', 'proxy_pass http://bff$uri;')),
    wrong: ['queries arrive'],
  },
  {
    name: 'drops the query of a login alone',
    start: () => nginx(replaced('/auth/', 'proxy_pass http://bff$uri;')),
    wrong: ['queries arrive'],
  },
  {
    name: 'drops X-CSRF',
    start: () => nginx(inServer('proxy_set_header X-CSRF "";')),
    wrong: ['X-CSRF arrives'],
  },
  {
    name: 'adds X-CSRF',
    start: () => nginx(inServer('proxy_set_header X-CSRF 1;')),
    wrong: ['X-CSRF arrives'],
  },
  {
    name: 'drops X-Echo on the way in',
    start: () => nginx(inServer('proxy_set_header X-Echo "";')),
    wrong: ['X-Echo arrives and comes back'],
  },
  {
    name: 'drops X-Echo on the way back',
    start: () => nginx(inServer('proxy_hide_header X-Echo;')),
    wrong: ['X-Echo arrives and comes back'],
  },
  {
    name: 'drops what browsers say of a request',
    start: () =>
      nginx(
        inServer(
          ['Sec-Fetch-Site', 'Sec-Fetch-Mode', 'Sec-Fetch-Dest', 'Sec-Purpose', 'Origin']
            .map((header) => `proxy_set_header ${header} "";`)
            .join(' '),
        ),
      ),
    wrong: [
      'Sec-Fetch-Site and Origin arrive',
      'a prefetch begins no login',
      'an image’s load begins no login',
    ],
  },
  {
    name: 'drops Origin alone',
    start: () => nginx(inServer('proxy_set_header Origin "";')),
    wrong: ['Sec-Fetch-Site and Origin arrive'],
  },
  {
    name: 'answers with a page where no asset is',
    start: () =>
      nginx(
        added(
          'location /assets/ { proxy_pass http://bff; proxy_intercept_errors on; error_page 404 =200 /; }',
        ),
      ),
    wrong: ['an asset that is not there'],
  },
  {
    name: 'answers with a page where nothing is',
    start: () => nginx(inServer('proxy_intercept_errors on; error_page 404 =200 /;')),
    wrong: [
      'nothing is at /auth/doctor',
      'nothing is at /api/doctor',
      'nothing is at /doctor',
      'an asset that is not there',
    ],
  },
  {
    name: 'serves assets as they are',
    start: () => nginx(inServer('proxy_set_header Accept-Encoding "";')),
    wrong: ['assets are compressed'],
  },
  {
    name: 'gives out one copy of an asset whatever a browser reads',
    start: () =>
      nginx(
        added('location /assets/ { proxy_pass http://bff; proxy_set_header Accept-Encoding br; }'),
      ),
    wrong: ['who cannot decompress gets assets plain'],
  },
  {
    name: 'compresses pages for who did not ask',
    start: () => nginx(below('/', 'proxy_set_header Accept-Encoding br;')),
    wrong: ['pages are there'],
  },
  {
    name: 'keeps a page that is not there',
    start: () =>
      nginx(
        below('/', 'proxy_hide_header Cache-Control; add_header Cache-Control max-age=60 always;'),
      ),
    wrong: [
      'how long pages are kept',
      'nothing is at /doctor',
      'assets are kept for good',
      'an asset that is not there',
    ],
  },
  {
    name: 'has assets asked for again and again',
    start: () =>
      nginx(added('location /assets/ { proxy_pass http://bff; proxy_hide_header Cache-Control; }')),
    wrong: ['assets are kept for good'],
  },
  {
    name: 'removes the policy of pages',
    start: () => nginx(below('/', 'proxy_hide_header Content-Security-Policy;')),
    wrong: ['assets are kept for good', 'the policy of pages'],
  },
  {
    name: 'removes another header of pages',
    start: () => nginx(below('/', 'proxy_hide_header X-Content-Type-Options;')),
    wrong: ['other headers of pages', 'assets are kept for good'],
  },
  {
    name: 'removes the headers of the BFF',
    start: () =>
      nginx(
        below(
          '/auth/',
          'proxy_hide_header X-Content-Type-Options; proxy_hide_header X-Request-Id;',
        ),
      ),
    wrong: ['headers of the BFF come back'],
  },
  {
    name: 'has browsers keep pages for hours',
    start: () => nginx(below('/', 'expires 4h;')),
    wrong: ['assets are kept for good', 'how long pages are kept'],
  },
  {
    name: 'says that answers are old',
    start: () => nginx(inServer('add_header Age 100 always;')),
    wrong: [...mixedUp, 'the profile is not kept'],
  },
  {
    name: 'makes a GET of a HEAD',
    start: () =>
      nginx((text) =>
        inServer('proxy_method $how;')(
          `map $request_method $how { default $request_method; HEAD GET; } ${text}`,
        ),
      ),
    wrong: ['HEAD begins no login'],
  },
  {
    name: 'blocks POST',
    start: () => nginx(below('/auth/', 'limit_except GET { deny all; }')),
    wrong: ['POST arrives', 'other methods are refused'],
  },
  {
    name: 'rewrites redirects',
    start: () => nginx(inServer('proxy_redirect / http://inside.test/;')),
    wrong: ['redirects come back as sent'],
  },
  {
    name: 'has no way to the BFF',
    start: () =>
      nginx(
        (text) => text.replaceAll('proxy_pass http://bff;', 'try_files /index.html =404;'),
        'nginx-spa.conf',
      ),
    wrong: ['the BFF answers', 'a login begins', 'POST arrives'],
    first: true,
  },
  {
    name: 'lets other origins read',
    start: () => nginx(inServer('add_header Access-Control-Allow-Origin *;')),
    wrong: ['no other origin may read'],
  },
  {
    name: 'shows the port for the platform',
    start: () =>
      nginx(added(`location = /readyz { proxy_pass http://127.0.0.1:${service.adminPort}; }`)),
    wrong: ['the port for the platform is not public'],
  },
]
const ofVarnish: Broken[] = [
  {
    name: 'strips cookies',
    start: () => varnish(received('unset req.http.Cookie;')),
    wrong: ['cookies arrive'],
  },
  {
    name: 'strips Set-Cookie',
    start: () => varnish(inVcl('sub vcl_backend_response { unset beresp.http.Set-Cookie; }')),
    wrong: ['Set-Cookie comes back'],
  },
  {
    name: 'keeps everything for everybody',
    start: () =>
      varnish(
        inVcl(`sub vcl_recv { if (req.method == "GET") { return (hash); } }
          sub vcl_backend_response { set beresp.ttl = 1h; unset beresp.http.Vary; return (deliver); }`),
      ),
    wrong: mixedUp,
    first: true,
  },
  {
    name: 'drops queries',
    start: () => varnish(received('set req.url = regsub(req.url, "[?].*", "");')),
    wrong: ['queries arrive'],
  },
  {
    name: 'makes a GET of a HEAD',
    start: () => varnish(received('if (req.method == "HEAD") { return (hash); }')),
    wrong: ['HEAD begins no login'],
  },
  {
    name: 'drops the headers of calls',
    start: () => varnish(received('unset req.http.X-CSRF; unset req.http.X-Echo;')),
    wrong: ['X-CSRF arrives', 'X-Echo arrives and comes back'],
  },
]

for (const [program, missing, all] of [
  ['nginx', withoutNginx, ofNginx],
  ['varnishd', withoutVarnish, ofVarnish],
] as const) {
  describe.skipIf(missing)(`${program}${missing ? ', which is not on the PATH,' : ''} that`, () => {
    test.each(all)('$name is named for that (P22)', async ({ start, wrong, first }) => {
      await open(start)
      const found = wrongs(await look())

      expect(first ? found.slice(0, wrong.length) : found.toSorted()).toEqual(
        first ? wrong : wrong.toSorted(),
      )
    })
  })
}

async function open(start: () => Promise<Front>): Promise<Front> {
  const front = await start()
  ends.push(() => front.stop())
  return front
}

function look(origin = `http://127.0.0.1:${service.port}`): Promise<Finding[]> {
  return examineSite(createSite({ origin, ask: createAsk(origin), local }))
}

function wrongs(findings: Finding[]): string[] {
  return findings.filter(({ verdict }) => verdict === 'wrong').map(({ what }) => what)
}

/** The BFF as it is built, which takes a port for its own where fronts will listen one after another. */
async function startService() {
  const [port, adminPort] = [await freePort(), await freePort()]
  const { sgid, settings } = await demoService({ port, sgidPort: 0 })
  const others = { RATE_LIMIT_PER_MINUTE: '0', ADMIN_PORT: `${adminPort}` }
  const bff: Bff = await startBff({ port: 0, settings: { ...settings, ...others } })
  const stop = async () => {
    await bff.stop()
    await sgid.close()
  }
  return { port, adminPort, bff, stop }
}
