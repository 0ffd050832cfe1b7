import { spawn } from 'node:child_process'
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { freePort, startBff } from '@sgid-login/e2e/bff'
import { startRedis } from '@sgid-login/e2e/redis'
import { demoService, type Stack } from '@sgid-login/e2e/stack'
import { createClient } from 'redis'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Finding } from './doctor/check.ts'
import { examineService } from './doctor/node-inside.ts'
import { absent, documentedNginx, type Front, startNginx } from './peers/node-front.ts'
import { selfSigned } from './testing/certificate.ts'
import { redis } from './testing/node-redis.ts'

type Env = Record<string, string | undefined>

let stack: Stack
let settings: Env
beforeAll(async () => {
  const port = await freePort()
  const { sgid, settings: ofSgid } = await demoService({ port, sgidPort: 0 })
  const secret = { SESSION_SECRET: randomBytes(32).toString('base64'), SESSION_STORE: 'memory:' }
  settings = { ...ofSgid, ...secret }
  const bff = await startBff({ port, settings })
  const stop = async () => {
    await bff.stop()
    await sgid.close()
  }
  stack = { bff, sgid, stop }
})
afterAll(() => stack.stop())
const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

describe('the doctor, on the machine of the service', () => {
  test('finds nothing wrong with a service that is well, and says so by its exit code', async () => {
    const { code, out, said } = await doctor([], settings)

    expect(said).toBe('')
    expect(out).toMatch(/\n0 wrong, 0 warnings, 1\d right\n$/)
    expect(code).toBe(0)
    // No colours where nobody sees them, and nothing that is secret.
    expect(out).not.toContain('\x1b')
    for (const name of ['SGID_CLIENT_SECRET', 'SESSION_SECRET']) {
      expect(out).not.toContain(settings[name])
    }
  })

  test('says all that is wrong with settings at once, and what to do, and shows no value', async () => {
    const wrong = { SGID_CLIENT_ID: undefined, SGID_PRIVATE_KEY: 'VALUE', SESSION_TTL: 'VALUE' }
    const { code, out } = await doctor([], { ...settings, ...wrong })

    expect(code).toBe(1)
    expect(out).toMatch(
      /^WRONG +settings +SGID_CLIENT_ID is missing \| expected: .* \| mend: copy it/m,
    )
    expect(out).toMatch(/^WRONG +settings +SGID_PRIVATE_KEY holds no PEM block/m)
    expect(out).toMatch(/^WRONG +settings +SESSION_TTL is not a setting/m)
    expect(out).toMatch(/\n3 wrong, 0 warnings, 0 right\n$/)
    expect(out).not.toContain('VALUE')
  })

  const rows: [what: string, changed: () => Env, check: string, seen: RegExp, mend: RegExp][] = [
    [
      'a client secret where the key belongs',
      () => ({ SGID_PRIVATE_KEY: settings['SGID_CLIENT_SECRET'] }),
      'settings',
      /SGID_PRIVATE_KEY holds no PEM/,
      /registration/,
    ],
    [
      'a key where the client secret belongs',
      () => ({ SGID_CLIENT_SECRET: settings['SGID_PRIVATE_KEY'] }),
      'settings',
      /SGID_CLIENT_SECRET is a key/,
      /registration/,
    ],
    [
      'a file of a secret that is not there, or not for us to read',
      () => ({ SESSION_SECRET: undefined, SESSION_SECRET_FILE: '/not/there' }),
      'settings',
      /SESSION_SECRET_FILE names a file that cannot be read/,
      /is there.*as the user of the service/,
    ],
    [
      'client id and client secret that are swapped',
      () => ({
        SGID_CLIENT_ID: settings['SGID_CLIENT_SECRET'],
        SGID_CLIENT_SECRET: settings['SGID_CLIENT_ID'],
      }),
      'client secret',
      /401/,
      /swapped/,
    ],
    [
      'a client secret that sgID no longer takes',
      () => ({ SGID_CLIENT_SECRET: 'of-last-year' }),
      'client secret',
      /401/,
      /expired/,
    ],
    [
      'a redirect URI of another origin',
      () => ({ SGID_REDIRECT_URI: `${stack.sgid.origin}/auth/callback` }),
      'redirect URI',
      /not this service/,
      /SGID_REDIRECT_URI/,
    ],
    [
      'a redirect URI that is not registered',
      () => ({ SGID_REDIRECT_URI: `${stack.bff.origin}/auth/back` }),
      'registration',
      /400/,
      /register SGID_REDIRECT_URI/,
    ],
    [
      'a service that runs with other settings',
      () => ({ SGID_CLIENT_ID: 'ANOTHER' }),
      'redirect URI',
      /another SGID_CLIENT_ID/,
      /restart/,
    ],
    [
      'a redirect URI whose host is nobody’s',
      () => ({
        SGID_REDIRECT_URI: 'https://doctor.invalid/auth/callback',
        SGID_HOSTNAME: undefined,
      }),
      'redirect URI',
      /ENOTFOUND|EAI_AGAIN/,
      /SGID_REDIRECT_URI/,
    ],
    [
      'http where https is due',
      () => ({ SGID_REDIRECT_URI: 'http://login.gov.sg/auth/callback' }),
      'settings',
      /must be https/,
      /https:/,
    ],
    [
      'an sgID that does not answer',
      () => ({ SGID_HOSTNAME: 'http://127.0.0.1:1' }),
      'sgID answers',
      /ECONNREFUSED/,
      /SGID_HOSTNAME/,
    ],
    [
      'an sgID that is something else',
      () => ({ SGID_HOSTNAME: stack.bff.origin }),
      'sgID answers',
      /404/,
      /SGID_HOSTNAME/,
    ],
    [
      'a folder that nobody can write',
      () => ({ SESSION_STORE: `sqlite:${import.meta.filename}/sessions.sqlite` }),
      'store',
      /cannot be written/,
      /give the user of the service/,
    ],
    [
      'a Redis that is not there',
      () => ({ SESSION_STORE: 'redis://127.0.0.1:1' }),
      'store',
      /ECONNREFUSED/,
      /SESSION_STORE/,
    ],
    [
      'pages for other scopes',
      () => ({ SGID_SCOPES: 'openid', WEB_ROOT: join(import.meta.dirname, '../../web/dist') }),
      'pages',
      /other SGID_SCOPES/,
      /build/,
    ],
  ]
  test.each(rows)('names %s, and how to mend it', async (_what, changed, check, seen, mend) => {
    const findings = await examineService({ ...settings, ...changed() })
    const found = findings.find(({ what, verdict }) => what === check && verdict === 'wrong')

    expect(found?.seen).toMatch(seen)
    expect(found?.mend).toMatch(mend)
  })

  test('says no more of an sgID that does not answer', async () => {
    const findings = await examineService({ ...settings, SGID_HOSTNAME: 'http://127.0.0.1:1' })
    const wrongs = findings.filter(({ verdict }) => verdict === 'wrong').map(({ what }) => what)

    // And the service there has another one.
    expect(wrongs).toEqual(['sgID answers', 'redirect URI'])
  })

  const warned: [what: string, changed: () => Env, check: string, seen: RegExp][] = [
    [
      'a service that is not started yet',
      () => ({ SGID_REDIRECT_URI: 'http://localhost:1/auth/callback' }),
      'redirect URI',
      /nobody answers/,
    ],
    [
      'a proxy that nobody trusts',
      () => ({
        SGID_REDIRECT_URI: 'https://127.0.0.1:1/auth/callback',
        SGID_HOSTNAME: 'https://127.0.0.1:1',
      }),
      'visitors’ addresses',
      /no proxy is trusted/,
    ],
    [
      'a password that goes in the clear',
      () => ({ SESSION_STORE: 'redis://a:b@redis.invalid:6379' }),
      'way to the store',
      /password/,
    ],
    [
      'a key of another size than sgID’s',
      () => ({ SGID_PRIVATE_KEY: pair(3072).privateKey }),
      'private key',
      /RSA 3072/,
    ],
  ]
  test.each(warned)('warns of %s', async (_what, changed, check, seen) => {
    const findings = await examineService({ ...settings, ...changed() })
    const found = findings.find(({ what }) => what === check)

    expect(found).toMatchObject({ verdict: 'warning', seen: expect.stringMatching(seen) })
  })

  test('takes a service whose limit is used up for no other service', async () => {
    const bff = await startBff({ port: 0, settings: { ...settings, RATE_LIMIT_PER_MINUTE: '1' } })
    ends.push(() => bff.stop())
    await fetch(`${bff.origin}/auth/session`)
    const here = { SGID_REDIRECT_URI: `${bff.origin}/auth/callback` }

    expect(find(await examineService({ ...settings, ...here }), 'redirect URI')).toMatchObject({
      verdict: 'warning',
      seen: expect.stringContaining('RATE_LIMIT_PER_MINUTE'),
      mend: expect.stringContaining('TRUSTED_PROXIES'),
    })
  })

  test('compares the key with the one that is registered, where it is given or lies beside it', async () => {
    const folder = temporary()
    const [own, other] = [pair(2048), pair(2048)]
    const file = (name: string, key: string) => {
      writeFileSync(join(folder, name), key, { mode: 0o600 })
      return join(folder, name)
    }
    const SGID_PRIVATE_KEY_FILE = file('sgid_private_key', own.privateKey)
    const env = { ...settings, SGID_PRIVATE_KEY: undefined, SGID_PRIVATE_KEY_FILE }
    const verdict = async (registered?: string) =>
      (await examineService(env, registered)).find(({ what }) => what === 'key pair')?.verdict

    expect(await verdict(own.publicKey)).toBe('ok')
    expect(await verdict(other.publicKey)).toBe('wrong')
    file('sgid_public_key', other.publicKey)
    expect(await verdict()).toBe('wrong')
    file('sgid_public_key', own.publicKey)
    expect(await verdict()).toBe('ok')
    const { out, code } = await doctor(['--public-key', file('theirs', other.publicKey)], env)
    expect([out, code]).toEqual([expect.stringMatching(/^WRONG +key pair/m), 1])
  })

  test('uses a file of sessions that is there, and makes none where there is not', async () => {
    const folder = temporary()
    const SESSION_STORE = `sqlite:${join(folder, 'sessions.sqlite')}`
    const store = async () =>
      (await examineService({ ...settings, SESSION_STORE })).find(({ what }) => what === 'store')

    expect(await store()).toMatchObject({
      verdict: 'ok',
      seen: expect.stringContaining('not there'),
    })
    const bff = await startBff({ port: 0, settings: { ...settings, SESSION_STORE } })
    ends.push(() => bff.stop())
    expect(await store()).toMatchObject({ verdict: 'ok', seen: expect.stringContaining('mark') })
  })
})

describe.skipIf(process.platform === 'win32')('a file with a secret', () => {
  test.each([
    ['604', 'wrong', 'everybody'],
    ['602', 'wrong', 'everybody'],
    ['640', 'warning', 'its group'],
    ['600', 'ok', 'alone'],
    ['400', 'ok', 'alone'],
  ] as const)('of mode %s is %s', async (mode, verdict, seen) => {
    const file = secretFile('SGID_PRIVATE_KEY', mode)
    const findings = await examineService({ ...settings, ...file.env })

    const [found] = findings.filter(({ what }) => what === 'SGID_PRIVATE_KEY_FILE')
    expect(found).toMatchObject({ verdict, seen: expect.stringContaining(seen) })
    expect(found?.mend).toBe(`chmod 600 ${file.path}`)
  })
})

test.skipIf(process.platform === 'win32').each([
  ['SGID_CLIENT_SECRET=x', true],
  ['SGID_CLIENT_ID=x\nexport SESSION_SECRET = x', true],
  ['SGID_CLIENT_SECRET_FILE=secrets/sgid_client_secret\n# SESSION_SECRET=x', false],
])('.env that everybody may read and that says %j is warned of: %s', async (line, warned) => {
  const folder = temporary()
  writeFileSync(join(folder, '.env'), line, { mode: 0o644 })
  const { out } = await doctor([], settings, folder)

  expect(/^WARNING +\.env +open to everybody/m.test(out)).toBe(warned)
})

describe.skipIf(redis.skip)(redis.title, () => {
  test.each([
    ['noeviction', 'ok'],
    ['volatile-ttl', 'warning'],
    ['allkeys-lru', 'wrong'],
    ['volatile-lru', 'wrong'],
  ])('with the policy %s for when it is full is %s', async (policy, verdict) => {
    const { url, ask } = await openRedis()
    await ask('CONFIG', 'SET', 'maxmemory-policy', policy)
    const findings = await examineService({ ...settings, SESSION_STORE: url })
    const others = findings.filter(({ what }) => what !== 'store keeps what it has')

    expect(find(findings, 'store keeps what it has')).toMatchObject({
      verdict,
      seen: policy,
      mend: expect.stringContaining('noeviction'),
    })
    expect(others.filter(({ verdict }) => verdict !== 'ok')).toEqual([])
  })

  test('that is full is named for that, and how to mend it', async () => {
    const { url, ask } = await openRedis()
    await ask('CONFIG', 'SET', 'maxmemory', '1')
    const findings = await examineService({ ...settings, SESSION_STORE: url })

    expect(find(findings, 'store')).toMatchObject({
      verdict: 'wrong',
      seen: 'Redis is full',
      mend: expect.stringContaining('more memory'),
    })
  })

  test('that does not tell our user its policy is a warning, with what the user needs', async () => {
    const { port, ask } = await openRedis()
    const rights = '~sgid:* -@all +get +pttl +set +getex +getdel'
    await ask('ACL', 'SETUSER', 'sgid', 'on', '>password', 'resetkeys', ...rights.split(' '))
    const SESSION_STORE = `redis://sgid:password@127.0.0.1:${port}`
    const findings = await examineService({ ...settings, SESSION_STORE })

    expect(find(findings, 'store')).toMatchObject({ verdict: 'ok' })
    expect(find(findings, 'store keeps what it has')).toMatchObject({
      verdict: 'warning',
      seen: 'not seen: NOPERM',
      mend: expect.stringContaining('+info'),
    })
  })
})

describe('the doctor, before a live site', () => {
  test('says in one line that nobody is there', async () => {
    const { code, out } = await doctor(['http://127.0.0.1:1'])

    expect(code).toBe(1)
    expect(out).toMatch(/^WRONG +the site answers +ECONNREFUSED \| expected: .* \| mend: /)
    expect(out).toMatch(/\n1 wrong, 0 warnings, 1 right\n$/)
  })

  test('finds nothing wrong without any proxy', async () => {
    const { code, out } = await doctor([stack.bff.origin])

    expect(out).toMatch(/\n0 wrong, 0 warnings, 3\d right\n$/)
    expect(code).toBe(0)
  })

  test('names a service that believes that it is elsewhere', async () => {
    const bff = await startBff({ port: 0, settings })
    ends.push(() => bff.stop())
    const { code, out } = await doctor([bff.origin])

    expect(out.match(/^WRONG.*/gm)).toEqual([
      expect.stringMatching(/a login begins .*SGID_REDIRECT_URI/),
    ])
    expect(code).toBe(1)
  })

  const https = describe.skipIf(absent('nginx'))
  https('by https, through nginx', () => {
    test.each([
      ['that is well', '', 2, []],
      [
        'that removes HSTS',
        'proxy_hide_header Strict-Transport-Security;',
        2,
        ['browsers stay with https'],
      ],
      [
        'that sends it for a day',
        'proxy_hide_header Strict-Transport-Security; add_header Strict-Transport-Security max-age=86400;',
        2,
        ['browsers stay with https'],
      ],
      ['whose certificate has expired', '', 0, ['the site answers']],
    ])('%s', async (_what, lines, years, wrong) => {
      const { url, authority } = await openSecure(lines, years)
      const { code, out } = await doctor([url], { NODE_EXTRA_CA_CERTS: authority })
      const named = [...out.matchAll(/^WRONG +(\S.*?) {2}/gm)].map(([, name]) => name)

      expect([named, code]).toEqual([wrong, wrong.length > 0 ? 1 : 0])
      if (years === 0) expect(out).toContain('CERT_HAS_EXPIRED')
    })
  })
})

test.each([
  ['ftp://login.test'],
  ['https://login.test/auth'],
  ['https://login.test https://login.test'],
  ['--fix'],
  ['--public-key /not/there'],
])('the doctor is not taken to mean anything by: %s', async (words) => {
  const { code, out, said } = await doctor(words.split(' '))

  expect([code, out]).toEqual([2, ''])
  expect(said).toContain('npm run doctor -- https://HOST')
})

function find(findings: Finding[], name: string): Finding | undefined {
  return findings.find(({ what }) => what === name)
}

/** The program, as `npm run doctor` starts it. */
async function doctor(words: string[], env: Env = {}, folder?: string) {
  const program = join(import.meta.dirname, 'node-doctor.ts')
  const root = join(import.meta.dirname, '../..')
  const { PATH, NODE_COMPILE_CACHE } = process.env
  const child = spawn(process.execPath, [program, ...words], {
    cwd: folder ?? root,
    env: { PATH, NODE_COMPILE_CACHE, ...env },
  })
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  const [out, said] = await Promise.all([text(child.stdout), text(child.stderr)])
  return { code: await ended, out, said }
}

function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), 'doctor-'))
  ends.push(() => rmSync(folder, { recursive: true }))
  return folder
}

function pair(modulusLength: number) {
  return generateKeyPairSync('rsa', {
    modulusLength,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
}

/** A setting, in a file instead. */
function secretFile(name: string, mode: string): { path: string; env: Env } {
  const path = join(temporary(), 'secret')
  writeFileSync(path, settings[name] ?? '')
  chmodSync(path, mode)
  return { path, env: { [name]: undefined, [`${name}_FILE`]: path } }
}

async function openRedis() {
  const server = await startRedis()
  ends.push(() => server.stop())
  const client = await createClient({ url: server.url }).connect()
  ends.push(() => client.destroy())
  return { ...server, ask: (...words: string[]) => client.sendCommand(words) }
}

/** A service at an https address, behind nginx as documented and some more lines. */
async function openSecure(lines: string, years: number) {
  const { cert, key } = selfSigned(years)
  const [port, bffPort] = [await freePort(), await freePort()]
  const front: Front = await startNginx((at) => {
    writeFileSync(join(at.folder, 'cert'), cert)
    writeFileSync(join(at.folder, 'key'), key)
    const certificate = `ssl_certificate ${at.folder}/cert; ssl_certificate_key ${at.folder}/key;`
    return documentedNginx([`http://127.0.0.1:${bffPort}`])(at)
      .replace(`127.0.0.1:${port};`, `127.0.0.1:${port} ssl; ${certificate}`)
      .replace('proxy_connect_timeout 1s;', `proxy_connect_timeout 1s; ${lines}`)
  }, port)
  ends.push(() => front.stop())
  const url = `https://127.0.0.1:${port}`
  const ofSite = { SGID_REDIRECT_URI: `${url}/auth/callback`, SGID_HOSTNAME: 'https://127.0.0.1:1' }
  const bff = await startBff({ port: bffPort, settings: { ...settings, ...ofSite } })
  ends.push(() => bff.stop())
  return { url, authority: join(front.folder, 'cert') }
}
