import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer as createHttps } from 'node:https'
import { createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { type FaultName, serveSimulator } from 'sgid-simulator'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { selfSigned } from '../testing/certificate.ts'
import {
  client,
  errorCode,
  location,
  openFrontDoor,
  sgidOrigin,
  signIn,
} from '../testing/front-door.ts'
import { exchange } from './exchange.ts'
import { createNodeFetch } from './node-fetch.ts'

type Answer = (socket: Socket, request: string, nth: number) => void

/**
 * A server that speaks no HTTP of its own: what it answers to each piece that it reads is up to the
 * test. Keeps count of connections, and of what was asked on them.
 */
async function serve(answer: Answer, onConnection?: (socket: Socket) => void) {
  const sockets: Socket[] = []
  const asked: string[] = []
  const server = createServer((socket) => {
    sockets.push(socket)
    socket.on('error', () => undefined)
    onConnection?.(socket)
    socket.on('data', (data) => {
      asked.push(data.toString('latin1'))
      answer(socket, data.toString('latin1'), asked.length)
    })
  })
  const origin = await listening(server)
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return { origin, sockets, asked, fetch: createNodeFetch(origin) }
}

async function listening(server: Server, scheme = 'http'): Promise<string> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return `${scheme}://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
}

const ok = (body: string, headers = '') =>
  `HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: ${body.length}\r\n${headers}\r\n${body}`

/** Long enough for a busy machine; short where the other side never comes to an end. */
const patient = { seconds: 30, bytes: 1000 }
const short = { seconds: 1, bytes: 1000 }

/** Nothing may only end because a test's time is over, but what never ends. */
function refusal(code: string, budget: object) {
  if (code !== 'idp_unavailable') return { code }
  const message = budget === short ? 'sgID did not answer in time' : 'sgID could not be reached'
  return { code, message }
}

describe('an answer over node:http', () => {
  const rows: [string, Answer, object, string | { text: string }][] = [
    ['as it should be', (s) => s.write(ok('hello')), patient, { text: 'hello' }],
    [
      'in chunks',
      (s) => s.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n'),
      patient,
      { text: 'ok' },
    ],
    [
      'after others that are not final',
      (s) => s.write(`HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n${ok('hello')}`),
      patient,
      { text: 'hello' },
    ],
    [
      'until the end of the connection',
      (s) => s.end('HTTP/1.1 200 OK\r\n\r\nhello'),
      patient,
      { text: 'hello' },
    ],
    ['that is no HTTP', (s) => s.end('\0\x01\x02 garbage'), patient, 'idp_unavailable'],
    ['that is reset', (s) => s.resetAndDestroy(), patient, 'idp_unavailable'],
    ['that ends before it begins', (s) => s.end(), patient, 'idp_unavailable'],
    ['that never comes', () => undefined, short, 'idp_unavailable'],
    [
      'that stops',
      (s) => s.write('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{'),
      short,
      'idp_unavailable',
    ],
    [
      'that comes in drops',
      (s) => {
        s.write('HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n')
        const drops = setInterval(() => s.write('x'), 20)
        s.on('close', () => clearInterval(drops))
      },
      short,
      'idp_unavailable',
    ],
    [
      'that is announced for ever',
      (s) => {
        const hints = setInterval(() => s.write('HTTP/1.1 103 Early Hints\r\n\r\n'), 5)
        s.on('close', () => clearInterval(hints))
      },
      short,
      'idp_unavailable',
    ],
    [
      'that is shorter than it says',
      (s) => s.end('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{}'),
      patient,
      'idp_unavailable',
    ],
    [
      'whose chunks are broken',
      (s) => s.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nok\r\n'),
      patient,
      'idp_unavailable',
    ],
    [
      'whose chunks end early',
      (s) => s.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nok'),
      patient,
      'idp_unavailable',
    ],
    [
      'of two lengths',
      (s) => s.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nok'),
      patient,
      'idp_unavailable',
    ],
    [
      'with headers beyond all reason',
      (s) => s.end(`HTTP/1.1 200 OK\r\nX-Long: ${'x'.repeat(100_000)}\r\n\r\nok`),
      patient,
      'idp_unavailable',
    ],
    [
      'in another protocol',
      (s) =>
        s.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n'),
      patient,
      'idp_unavailable',
    ],
    [
      'of more than was asked for',
      (s) => s.write(ok('x'.repeat(1001))),
      patient,
      'idp_bad_response',
    ],
    [
      'that is encoded',
      (s) => s.write(ok('hello', 'Content-Encoding: gzip\r\n')),
      patient,
      'idp_bad_response',
    ],
    [
      'that says it is not encoded',
      (s) => s.write(ok('hello', 'Content-Encoding: Identity\r\n')),
      patient,
      { text: 'hello' },
    ],
    [
      'that can have no body',
      (s) => s.write('HTTP/1.1 204 No Content\r\n\r\n'),
      patient,
      'idp_bad_response',
    ],
    [
      'of an impossible status',
      (s) => s.write('HTTP/1.1 999 No\r\nContent-Length: 0\r\n\r\n'),
      patient,
      'idp_bad_response',
    ],
    [
      'that is elsewhere',
      (s) => s.write('HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\n\r\n'),
      patient,
      'idp_bad_response',
    ],
  ]
  test.each(rows)(
    '%s is read, or refused, and asked for once',
    async (_what, answer, budget, end) => {
      const { origin, fetch, asked } = await serve(answer)
      const reading = exchange(fetch, origin, {}, { ...short, ...budget })

      if (typeof end === 'string') await expect(reading).rejects.toMatchObject(refusal(end, budget))
      else expect(await reading).toMatchObject(end)
      expect(asked).toHaveLength(1)
    },
  )
})

test('answers that come together are read side by side', async () => {
  const waiting: Socket[] = []
  const { fetch, origin } = await serve((socket) => waiting.push(socket))
  const two = async () => {
    const done: string[] = []
    const calls = [1, 2].map(async () => {
      const { body } = await fetch(`${origin}/`, {})
      done.push('first step')
      await undefined
      done.push('second step')
      for await (const _chunk of body ?? []);
    })
    await expect.poll(() => waiting.length).toBe(2)
    for (const socket of waiting.splice(0)) socket.write(ok('hello'))
    await Promise.all(calls)
    return done
  }

  // The system may once in a while bring the second a moment late.
  await expect
    .poll(two, { timeout: 10_000 })
    .toEqual(['first step', 'first step', 'second step', 'second step'])
})

test.each([
  ['closed', (socket: Socket) => socket.end()],
  ['reset', (socket: Socket) => socket.resetAndDestroy()],
])('of a crowd of answers none is lost whose connection is %s behind it', async (_how, leave) => {
  const waiting: Socket[] = []
  const { fetch, origin } = await serve((socket) => waiting.push(socket))
  const calls = Array.from({ length: 60 }, () => exchange(fetch, `${origin}/`, {}, patient))
  await expect.poll(() => waiting.length).toBe(60)
  for (const socket of waiting) socket.write(ok('hello'), () => leave(socket))

  const texts = (await Promise.all(calls)).map(({ text }) => text)
  expect(texts).toEqual(Array(60).fill('hello'))
})

test('a request asks for its answer as it is', async () => {
  const { origin, fetch, asked } = await serve((socket) => socket.write(ok('hello')))
  await fetch(`${origin}/path?a=b`, { headers: { Authorization: 'Bearer x' } })

  expect(asked[0]).toMatch(/^GET \/path\?a=b HTTP\/1\.1\r\n/)
  expect(asked[0]).toMatch(/^accept-encoding: identity\r$/im)
  expect(asked[0]).toMatch(/^authorization: Bearer x\r$/im)
})

test('a request to any other origin is not sent (P10)', async () => {
  const { origin, fetch, asked } = await serve((socket) => socket.write(ok('hello')))
  const other = await serve((socket) => socket.write(ok('hello')))

  for (const url of [other.origin, origin.replace('http:', 'https:'), 'http://localhost/']) {
    await expect(fetch(url, {})).rejects.toThrow(TypeError)
  }
  expect([asked, other.asked]).toEqual([[], []])
})

test('a body that is neither a form nor text is not sent', async () => {
  const { origin, fetch, asked } = await serve((socket) => socket.write(ok('hello')))
  // A library that is handed our fetch knows nothing of our types.
  const call: object = { method: 'POST', body: new Blob(['x']) }

  await expect(fetch(origin, call)).rejects.toThrow(TypeError)
  expect(asked).toEqual([])
})

describe('a token request whose connection breaks (P27)', () => {
  const body = new URLSearchParams({ code: 'once' })
  const post = (fetch: ReturnType<typeof createNodeFetch>, origin: string) =>
    exchange(fetch, origin, { method: 'POST', body }, patient)

  test('before a byte of it has left is not sent again', async () => {
    const { origin, fetch, sockets, asked } = await serve(
      () => undefined,
      (socket) => socket.resetAndDestroy(),
    )

    await expect(post(fetch, origin)).rejects.toMatchObject({ code: 'idp_unavailable' })
    expect([sockets.length, asked.length]).toEqual([1, 0])
  })

  test('after it has left is not sent again', async () => {
    const { origin, fetch, sockets, asked } = await serve((socket) => socket.resetAndDestroy())

    await expect(post(fetch, origin)).rejects.toMatchObject({ code: 'idp_unavailable' })
    expect([sockets.length, asked.length]).toEqual([1, 1])
  })

  test('on a connection that has served before is not sent again', async () => {
    const { origin, fetch, sockets, asked } = await serve((socket, _request, nth) =>
      nth === 1 ? socket.write(ok('hello')) : socket.resetAndDestroy(),
    )
    await exchange(fetch, origin, {}, patient)
    await new Promise((resolve) => setImmediate(resolve))

    await expect(post(fetch, origin)).rejects.toMatchObject({ code: 'idp_unavailable' })
    expect([sockets.length, asked.length]).toEqual([1, 2])
  })
})

describe('connections', () => {
  test('are used again', async () => {
    const { origin, fetch, sockets } = await serve((socket) => socket.write(ok('hello')))
    for (let i = 0; i < 5; i++) {
      await exchange(fetch, origin, {}, patient)
      await new Promise((resolve) => setImmediate(resolve))
    }

    expect(sockets).toHaveLength(1)
  })

  test.each([
    ['half read', `HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n${'x'.repeat(1001)}`],
    ['unread', ok('hello', 'Content-Encoding: gzip\r\n')],
  ])('that an answer left %s are given up', async (_what, answer) => {
    const { origin, fetch, sockets } = await serve((socket) => socket.write(answer))
    await expect(exchange(fetch, origin, {}, patient)).rejects.toThrow()

    await vi.waitFor(
      () => expect(sockets.map(({ destroyed }) => destroyed)).toEqual([true]),
      10_000,
    )
  })

  test('on which an answer was pushed that nobody asked for are not used again', async () => {
    const { origin, fetch, sockets } = await serve((socket, _request, nth) =>
      socket.write(nth === 1 ? ok('first') + ok('of another person') : ok('second')),
    )
    expect(await exchange(fetch, origin, {}, patient)).toMatchObject({ text: 'first' })
    await vi.waitFor(() => expect(sockets[0]?.destroyed).toBe(true))

    expect(await exchange(fetch, origin, {}, patient)).toMatchObject({ text: 'second' })
  })

  test('that are idle are dropped before a server does it', async () => {
    const { origin, fetch, sockets } = await serve((socket) => socket.write(ok('hello')))
    await exchange(fetch, origin, {}, patient)
    const [socket] = sockets

    if (socket && !socket.readableEnded) await once(socket, 'end')
    expect(socket?.readableEnded).toBe(true)
  })

  test('are at most 256; who gives up while waiting for one has sent nothing (P26)', async () => {
    const { origin, fetch, sockets, asked } = await serve((socket, request) => {
      if (request.includes('/again')) socket.write(ok('hello'))
    })
    const held = Array.from({ length: 256 }, () => exchange(fetch, `${origin}/held`, {}, patient))
    const settled = Promise.allSettled(held)
    await vi.waitFor(() => expect(asked).toHaveLength(256), 30_000)
    const giveUp = new AbortController()
    const waiting = fetch(`${origin}/waiting`, { signal: giveUp.signal })
    const again = fetch(`${origin}/again`, {})
    giveUp.abort(new Error('gave up'))

    await expect(waiting).rejects.toThrow('gave up')
    for (const socket of sockets.slice(0, 3)) socket.write(ok('hello'))
    expect((await again).status).toBe(200)
    expect(sockets).toHaveLength(256)
    expect(asked.filter((request) => request.includes('/waiting'))).toEqual([])
    for (const socket of sockets) socket.destroy()
    await settled
  })
})

describe('TLS is always checked (P10)', () => {
  const program = `
    const { createNodeFetch } = await import(process.env.MODULE)
    const answer = await createNodeFetch(process.env.ORIGIN)(process.env.ORIGIN, {}).catch((e) => e)
    console.log(answer.status ?? answer.code)
  `
  const run = promisify(execFile)

  test.each<[string, string, (authority: string) => Record<string, string>]>([
    ['a stranger is refused', 'DEPTH_ZERO_SELF_SIGNED_CERT', () => ({})],
    [
      'a stranger is refused although somebody has switched checks off',
      'DEPTH_ZERO_SELF_SIGNED_CERT',
      () => ({ NODE_TLS_REJECT_UNAUTHORIZED: '0' }),
    ],
    [
      'who an added authority vouches for is let in',
      '200',
      (authority) => ({ NODE_EXTRA_CA_CERTS: authority }),
    ],
    [
      'who has the certificate of another host is refused',
      'ERR_TLS_CERT_ALTNAME_INVALID',
      (authority) => ({ NODE_EXTRA_CA_CERTS: authority, HOST: 'localhost' }),
    ],
  ])('%s', async (_what, end, environment) => {
    const folder = await mkdtemp(join(tmpdir(), 'tls-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    const identity = selfSigned()
    const authority = join(folder, 'authority.pem')
    await writeFile(authority, identity.cert)
    const server = createHttps(identity, (_request, response) => response.end('hello'))
    onTestFinished(() => void server.close())
    const { HOST = '127.0.0.1', ...env } = environment(authority)
    const ORIGIN = (await listening(server, 'https')).replace('127.0.0.1', HOST)
    const MODULE = fileURLToPath(new URL('node-fetch.ts', import.meta.url))

    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', program], {
      env: { ...env, MODULE, ORIGIN, NODE_NO_WARNINGS: '1' },
    })
    expect(stdout.trim()).toBe(end)
  })

  test('for who signs in, that is an sgID which does not answer', async () => {
    const server = createHttps(selfSigned(), (_request, response) => response.end('hello'))
    onTestFinished(() => void server.close())
    const origin = await listening(server, 'https')

    await expect(exchange(createNodeFetch(origin), origin, {}, patient)).rejects.toMatchObject({
      code: 'idp_unavailable',
    })
  })
})

describe('a login against an sgID behind real sockets', () => {
  /** Little time where sgID never answers, much where a busy machine must not look like that. */
  async function open(fault?: FaultName) {
    const unused = createServer()
    const at = await listening(unused)
    unused.close()
    const { port } = new URL(at)
    const sgid = await serveSimulator({
      port: Number(port),
      origin: sgidOrigin,
      clients: [client],
    })
    onTestFinished(() => sgid.close())
    const fetch = createNodeFetch(at)
    const seconds = fault && /hang|stall/.test(fault) ? 3 : 20
    const timeouts = { token: seconds, userInfo: seconds, keySet: seconds }
    return openFrontDoor({
      sgid: sgid.simulator,
      fetch: (url, init) => fetch(url.replace(sgidOrigin, at), init),
      timeouts,
    })
  }

  test('ends where it began', async () => {
    const door = await open()

    expect(location((await signIn(door)).answer)).toBe('/profile')
  })

  test.each<[FaultName, string]>([
    ['token-reset', 'idp_unavailable'],
    ['token-hang', 'idp_unavailable'],
    ['token-stall', 'idp_unavailable'],
    ['token-huge', 'idp_bad_response'],
    ['token-redirect', 'idp_bad_response'],
    ['token-503', 'idp_unavailable'],
    ['userinfo-reset', 'idp_unavailable'],
    ['userinfo-huge', 'idp_bad_response'],
    ['jwks-reset', 'idp_unavailable'],
    ['jwks-stall', 'idp_unavailable'],
  ])('under %s ends in %s, after one token request (P27)', async (fault, end) => {
    const door = await open(fault)
    door.simulator.faults.set(fault)

    expect(errorCode((await signIn(door)).answer)).toBe(end)
    expect(door.seen('/v2/oauth/token')).toHaveLength(1)
  })

  test('is signed in after one reset of user info', async () => {
    const door = await open()
    door.simulator.faults.set('userinfo-reset', { times: 1 })

    expect(location((await signIn(door)).answer)).toBe('/profile')
  })
})
