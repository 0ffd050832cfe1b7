import { execFile } from 'node:child_process'
import { createPrivateKey, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer as createHttpServer, type RequestListener } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import { createServer as createTcpServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort, startBff } from '@sgid-login/e2e/bff'
import { demoService } from '@sgid-login/e2e/stack'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import * as z from 'zod/mini'
import { selfSigned } from '../testing/certificate.ts'
import { newSigningKey } from '../testing/upstream.ts'
import type { Finding } from './check.ts'
import { examineService } from './node-inside.ts'

type Env = Record<string, string>

const [own, other] = [newSigningKey(), newSigningKey()]
const service: { port: number; settings: Env } = { port: 0, settings: {} }
let closeSgid: () => Promise<unknown>
beforeAll(async () => {
  const port = await freePort()
  const { sgid, settings } = await demoService({ port, sgidPort: 0 })
  const store = { SESSION_SECRET: randomBytes(32).toString('base64'), SESSION_STORE: 'memory:' }
  const behind = { UPSTREAM_PATHS: '/grants', UPSTREAM_PRIVATE_KEY: own }
  Object.assign(service, { port, settings: { ...settings, ...store, ...behind } })
  closeSgid = sgid.close
})
afterAll(() => closeSgid())
const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

describe('the doctor asks the service behind, which', () => {
  test('is well, whatever it says to who brings no token', async () => {
    const asked: unknown[] = []
    const UPSTREAM_URL = await answering(({ method, url, headers }, outgoing) => {
      asked.push([method, url, headers.authorization])
      outgoing.writeHead(401, { 'Content-Type': 'application/json' }).end('{}')
    })
    const settings = { ...service.settings, UPSTREAM_URL: `${UPSTREAM_URL}/v1` }
    await run(settings)
    const findings = await examineService(settings)

    expect(find(findings, 'service behind').seen).toBe('it answers 401 application/json')
    expect(find(findings, 'signing key').seen).toMatch(/^[\w-]{43} signs$/)
    expect(findings.filter(({ verdict }) => verdict !== 'ok')).toEqual([])
    expect(asked).toEqual([['GET', '/v1', undefined]])
  })

  test('has failed: a warning, for it may know no other answer to such a question', async () => {
    const UPSTREAM_URL = await answering((_incoming, outgoing) => outgoing.writeHead(502).end())

    expect(await seenBehind({ UPSTREAM_URL })).toMatchObject({
      verdict: 'warning',
      seen: 'it answers 502',
    })
  })

  test('hangs', async () => {
    const UPSTREAM_URL = await answering(() => undefined)

    expect(await seenBehind({ UPSTREAM_URL })).toMatchObject({
      verdict: 'wrong',
      seen: 'no answer within 8 s',
      mend: expect.stringContaining('UPSTREAM_URL'),
    })
  }, 20_000)

  test('is down', async () => {
    expect(await seenBehind({ UPSTREAM_URL: 'http://127.0.0.1:1' })).toMatchObject({
      verdict: 'wrong',
      seen: 'ECONNREFUSED',
      mend: expect.stringContaining('let this machine reach it'),
    })
  })

  test('is something else', async () => {
    const ssh = createTcpServer((socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n'))
    const UPSTREAM_URL = `http://127.0.0.1:${await listening(ssh)}`

    expect(await seenBehind({ UPSTREAM_URL })).toMatchObject({
      verdict: 'wrong',
      seen: expect.stringMatching(/^HPE_/),
    })
  })

  test.each([
    ['of an authority that this machine knows', '127.0.0.1', 2, true, 'ok', 'it answers 404'],
    ['of nobody', '127.0.0.1', 2, false, 'WRONG', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
    ['for another name', 'localhost', 2, true, 'WRONG', 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['of last year', '127.0.0.1', 0, true, 'WRONG', 'CERT_HAS_EXPIRED'],
  ])('has a certificate %s', async (_what, host, years, known, verdict, seen) => {
    const made = selfSigned(years)
    const server = createHttpsServer(made, (_incoming, outgoing) => outgoing.writeHead(404).end())
    const UPSTREAM_URL = `https://${host}:${await listening(server)}`
    const NODE_EXTRA_CA_CERTS = known ? temporaryFile(made.cert) : ''
    const out = await doctor({ ...service.settings, UPSTREAM_URL, NODE_EXTRA_CA_CERTS })

    const [, said, saw] = /^(\w+) +service behind +(.*?)(?: \||$)/m.exec(out) ?? []
    expect([said, saw]).toEqual([verdict, seen])
  })

  test.each([
    [
      'by plain http in a network',
      { UPSTREAM_URL: 'http://grants.internal' },
      'UPSTREAM_URL must be https: plain http is for localhost',
    ],
    [
      'with half a key of somebody else’s',
      { UPSTREAM_PRIVATE_KEY: twoHalves() },
      expect.stringMatching(/^UPSTREAM_PRIVATE_KEY is not a P-256 private key/),
    ],
    [
      'without a key',
      { UPSTREAM_PRIVATE_KEY: '' },
      expect.stringMatching(/^UPSTREAM_PRIVATE_KEY is missing/),
    ],
  ])('cannot be asked %s: that stops the start', async (_what, changed, seen) => {
    const behind = { ...service.settings, UPSTREAM_URL: 'http://127.0.0.1:1' }
    const findings = await examineService({ ...behind, ...changed })

    expect(findings).toMatchObject([
      { what: 'settings', verdict: 'wrong', seen, mend: expect.stringMatching(/https|openssl/) },
    ])
  })

  test('is not there, and then the report says nothing of one', async () => {
    const { UPSTREAM_PATHS: _, UPSTREAM_PRIVATE_KEY: __, ...without } = service.settings
    const named = (await examineService(without)).map(({ what }) => what)

    expect(named).toContain('redirect URI')
    expect(named).not.toContain('service behind')
    expect(named).not.toContain('signing key')
  })
})

describe('of what the public origin publishes, for the service behind to know us by, the doctor says when', () => {
  test.each([
    ['it is both keys', own + other, own + other, 'ok', / signs$/],
    ['it is the first of two', own, own + other, 'warning', / is not published yet$/],
    ['it lacks the first', other, own + other, 'wrong', /, which signs, is not published$/],
    ['there is nothing', undefined, own, 'wrong', /jwks\.json answers 404 not_found$/],
  ] as const)('%s', async (_what, there, here, verdict, seen) => {
    const { UPSTREAM_PATHS, UPSTREAM_PRIVATE_KEY: _, ...without } = service.settings
    const UPSTREAM_URL = 'http://127.0.0.1:1'
    const behind = (UPSTREAM_PRIVATE_KEY: string) => ({
      ...{ ...without, UPSTREAM_URL, UPSTREAM_PATHS: UPSTREAM_PATHS ?? '', UPSTREAM_PRIVATE_KEY },
    })
    await run(there ? behind(there) : without)

    expect(find(await examineService(behind(here)), 'signing key')).toMatchObject({
      verdict,
      seen: expect.stringMatching(seen),
      mend: expect.stringContaining('restart every instance'),
    })
  })

  test('nobody is there yet: a warning', async () => {
    const settings = { ...service.settings, UPSTREAM_URL: 'http://127.0.0.1:1' }

    expect(find(await examineService(settings), 'signing key')).toMatchObject({
      verdict: 'warning',
      seen: expect.stringContaining('nobody answers'),
      mend: expect.stringContaining('start the service'),
    })
  })

  test('a page stands in its place', async () => {
    const origin = await answering((_incoming, outgoing) =>
      outgoing.writeHead(200, { 'Content-Type': 'text/html' }).end('<html>'),
    )
    const SGID_REDIRECT_URI = `${origin}/auth/callback`
    const settings = { ...service.settings, UPSTREAM_URL: origin, SGID_REDIRECT_URI }

    expect(find(await examineService(settings), 'signing key')).toMatchObject({
      verdict: 'wrong',
      seen: expect.stringMatching(/answers 200 text\/html$/),
    })
  })
})

async function seenBehind(changed: Env): Promise<Finding> {
  return find(await examineService({ ...service.settings, ...changed }), 'service behind')
}

function find(findings: Finding[], name: string): Finding {
  const found = findings.find(({ what }) => what === name)
  if (!found) throw new Error(`nothing was said of ${name}`)
  return found
}

/** The service as it is built, at the public origin. */
async function run(settings: Env): Promise<void> {
  const bff = await startBff({ port: service.port, settings })
  ends.push(() => bff.stop())
}

/** The program, as `npm run doctor` starts it. @returns its report */
function doctor(env: Env): Promise<string> {
  const program = join(import.meta.dirname, '../node-doctor.ts')
  return new Promise((resolve) =>
    execFile(process.execPath, [program], { env }, (_error, out) => resolve(out)),
  )
}

/** @returns the origin of a server that answers so */
async function answering(answer: RequestListener): Promise<string> {
  return `http://127.0.0.1:${await listening(createHttpServer(answer))}`
}

/** @returns the port at which it listens until the test has ended */
async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  ends.push(() => server.close())
  return z.object({ port: z.number() }).parse(server.address()).port
}

function temporaryFile(content: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'doctor-'))
  ends.push(() => rmSync(folder, { recursive: true }))
  writeFileSync(join(folder, 'file'), content)
  return join(folder, 'file')
}

/** A private key that says that its public half is another's. */
function twoHalves(): string {
  const point = (key: string) =>
    createPrivateKey(key).export({ format: 'der', type: 'pkcs8' }).subarray(-65)
  const der = createPrivateKey(own).export({ format: 'der', type: 'pkcs8' })
  point(other).copy(der, der.length - 65)
  return `-----BEGIN PRIVATE KEY-----\n${der.toString('base64')}\n-----END PRIVATE KEY-----\n`
}
