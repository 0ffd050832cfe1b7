import { once } from 'node:events'
import type { Server } from 'node:http'
import { connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, describe, expect, test } from 'vitest'
import { openFrontDoor } from '../testing/front-door.ts'
import { exchange, open, parse, portOf } from '../testing/raw.ts'
import { close, type Fetch, limits, listen } from './node-server.ts'

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

async function serve(fetch: Fetch, changed?: Partial<typeof limits>) {
  const server = await listen(fetch, { setting: 'PORT', host: '127.0.0.1', port: 0 }, changed)
  ends.push(() => close(server, 0))
  return { server, port: portOf(server) }
}

const hello: Fetch = () => new Response('hello')
const reads: Fetch = async (request) => new Response(`${(await request.text()).length} read`)
const get = (more = 'Connection: close') => `GET / HTTP/1.1\r\nHost: a\r\n${more}\r\n\r\n`
const post = (more: string) => `POST /auth/logout HTTP/1.1\r\nHost: a\r\n${more}\r\n\r\n`

/** Writes one more piece now and then, as long as anybody takes it. */
function drip(socket: Socket, piece: string): void {
  const timer = setInterval(() => socket.write(piece), 20)
  socket.on('close', () => clearInterval(timer))
}

const connections = (server: Server) =>
  new Promise<number>((resolve, reject) => {
    server.getConnections((error, count) => (error ? reject(error) : resolve(count)))
  })

test('the budgets of production are those that are promised (P25)', async () => {
  const { server } = await serve(hello)

  expect(limits).toMatchObject({ headersTimeout: 10_000, requestTimeout: 30_000, timeout: 30_000 })
  expect(limits.maxHeaderSize).toBe(16 * 1024)
  // Who is over a time is found by looking: as seldom as Node does, it would be 40 seconds.
  expect(limits.connectionsCheckingInterval).toBeLessThanOrEqual(1000)
  // A load balancer that thinks a connection alive for a minute must not find it dead.
  expect(limits.keepAliveTimeout).toBeGreaterThan(60_000)
  const { headersTimeout, requestTimeout, timeout, keepAliveTimeout, maxConnections } = limits
  expect(server).toMatchObject({
    headersTimeout,
    requestTimeout,
    timeout,
    keepAliveTimeout,
    maxConnections,
  })
})

describe('a client that takes its time is cut off (P25)', () => {
  const short = { connectionsCheckingInterval: 20 }

  test.each([
    ['never ends its headers', get().slice(0, -2), undefined],
    ['sends one header after another', get().slice(0, -2), 'X: y\r\n'],
  ])('one that %s hears 408', async (_what, text, piece) => {
    const { port } = await serve(hello, { ...short, headersTimeout: 200 })
    const { socket, closed } = open(port)
    socket.write(text)
    if (piece) drip(socket, piece)

    expect(parse(await closed).status).toBe(408)
  })

  test('one that connects and says nothing', async () => {
    const { port } = await serve(hello, { ...short, headersTimeout: 200 })
    const { closed } = open(port)

    expect(parse(await closed).status).toBe(408)
  })

  test.each([
    ['a body of known length', post('Content-Length: 9999'), 'x'],
    ['chunks', post('Transfer-Encoding: chunked'), '1\r\nx\r\n'],
  ])('one that sends %s bit by bit hears 408', async (_what, text, piece) => {
    const { port } = await serve(reads, { ...short, headersTimeout: 200, requestTimeout: 400 })
    const { socket, closed } = open(port)
    socket.write(text)
    drip(socket, piece)

    expect(parse(await closed).status).toBe(408)
  })

  test('one that reads nothing of a large answer', async () => {
    const large: Fetch = () => new Response(new Uint8Array(50_000_000))
    const { server, port } = await serve(large, { timeout: 300 })
    const socket = connect(port, '127.0.0.1').on('error', () => undefined)
    socket.pause().write(get('X: y'))
    await once(socket, 'connect')

    await expect.poll(() => connections(server), { timeout: 20_000 }).toBe(1)
    await expect.poll(() => connections(server), { timeout: 20_000 }).toBe(0)
    socket.destroy()
  })

  test('one that asks nothing more', async () => {
    const { port } = await serve(hello, { keepAliveTimeout: 100 })
    const { socket, closed } = open(port)
    socket.write(get('X: y'))

    expect(await closed).toMatch(/hello$/)
  })

  test('one that does not hang up when it is refused a tunnel', async () => {
    const { server, port } = await serve(hello)
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
    socket.resume().write('CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n')
    await once(socket, 'end')

    await expect.poll(() => connections(server), { timeout: 20_000 }).toBe(0)
    socket.destroy()
  })
})

test('a connection too many is closed, and those that are there go on', async () => {
  const { port } = await serve(hello, { maxConnections: 2 })
  const [one, two] = [open(port), open(port)]
  for (const { socket } of [one, two]) {
    socket.write(get('X: y'))
    await once(socket, 'data')
  }

  expect(await exchange(port, get())).toMatchObject({ status: 0, rest: '' })
  for (const { socket, closed } of [one, two]) {
    socket.write(get())
    expect(await closed).toMatch(/hello.*hello$/s)
  }
  expect((await exchange(port, get())).rest).toBe('hello')
})

test('headers over 16 KiB are answered by how to help oneself, and smaller ones served (P25)', async () => {
  const { port } = await serve(hello)
  const cookies = (bytes: number) => `Cookie: ${'x'.repeat(bytes)}\r\nConnection: close`
  const refused = await exchange(port, get(cookies(17_000)))

  expect(refused.status).toBe(431)
  expect(refused.rest).toContain('Delete the cookies of this site')
  expect(refused.headers.get('Cache-Control')).toBe('private, no-store')
  expect((await exchange(port, get(cookies(15_000)))).status).toBe(200)
})

describe('a body over 16 KiB is refused, whatever it says of itself (P25)', () => {
  const limit = 16 * 1024
  const chunk = (bytes: number) => `${bytes.toString(16)}\r\n${'x'.repeat(bytes)}\r\n`
  const chunked = 'Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n'
  const length = (bytes: number) => `Connection: close\r\nContent-Length: ${bytes}\r\n\r\n`

  test.each([
    ['its length', post(`${length(limit + 1)}${'x'.repeat(limit + 1)}`), 413],
    ['a length, before any of it', post('Content-Length: 999999999'), 413],
    ['a length beyond all numbers', post(`Content-Length: ${'9'.repeat(30)}`), 400],
    ['nothing', post(`${chunked}${chunk(limit)}${chunk(1)}0\r\n`), 413],
    ['nothing, in small pieces', post(`${chunked}${chunk(1).repeat(limit + 1)}0\r\n`), 413],
    ['a length that is allowed', post(`${length(limit)}${'x'.repeat(limit)}`), 403],
    ['nothing, and is allowed', post(`${chunked}${chunk(limit)}0\r\n`), 403],
  ])('one that says %s', async (_what, text, status) => {
    const door = await openFrontDoor()
    const { port } = await serve((request) => door.app.fetch(request))

    expect((await exchange(port, text)).status).toBe(status)
  })

  test('one that says less than it is', async () => {
    const door = await openFrontDoor()
    const { port } = await serve((request) => door.app.fetch(request))
    const { socket, closed } = open(port)
    socket.write(`${post('Content-Length: 5')}${'x'.repeat(40)}\r\n\r\n`)

    expect(await closed).toMatch(/^HTTP\/1\.1 40[03] /)
  })
})

test('requests that come together are worked on side by side', async () => {
  let done: string[] = []
  const { server, port } = await serve(async () => {
    done.push('first step')
    await undefined
    done.push('second step')
    return new Response('hello')
  })
  const two = async () => {
    done = []
    const clients = [open(port), open(port)]
    await expect.poll(() => connections(server)).toBe(2)
    for (const { socket } of clients) socket.write(get())
    for (const { closed } of clients) expect((await closed).endsWith('hello')).toBe(true)
    return done
  }

  // The system may once in a while bring the second a moment late.
  await expect
    .poll(two, { timeout: 10_000 })
    .toEqual(['first step', 'first step', 'second step', 'second step'])
})

test('a client that leaves within its body is nobody’s fault, and said quietly (P35)', async () => {
  const door = await openFrontDoor()
  const { port } = await serve((request) => door.app.fetch(request))
  for (const more of ['Content-Length: 99', 'Transfer-Encoding: chunked']) {
    const { socket, closed } = open(port)
    socket.write(`${post(more)}1\r\nx`, () => socket.destroy())
    await closed
  }

  const events = () => door.log.map(({ event }) => event)
  await expect.poll(events).toEqual(['request.refused', 'request.refused'])
})

test('what follows an answer that is on its way does not get into it', async () => {
  const endless: Fetch = () => {
    const body = new ReadableStream({
      start: (it) => it.enqueue(new TextEncoder().encode('begun')),
    })
    return new Response(body)
  }
  const { port } = await serve(endless)
  const { socket, closed } = open(port)
  socket.write(get('X: y'))
  await once(socket, 'data')
  socket.write('no HTTP\r\n\r\n')

  expect((await closed).match(/HTTP\/1\.1/g)).toHaveLength(1)
})

test('an error that the application lets through is answered in general words (P35, P39)', async () => {
  const { port } = await serve(() => Promise.reject(new Error('of TAN MADE UP')))
  const answer = await exchange(port, get())

  expect(answer.status).toBe(500)
  expect(answer.headers.get('Cache-Control')).toBe('private, no-store')
  expect(answer.rest).toBe('Something went wrong on our side.\n')
})

test('a client that asks for a tunnel and vanishes costs nothing (P35)', async () => {
  const { server, port } = await serve(hello)
  for (let i = 0; i < 50; i++) {
    const { socket } = open(port)
    socket.write('CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n', () => socket.resetAndDestroy())
  }

  await expect.poll(() => connections(server), { timeout: 20_000 }).toBe(0)
  expect((await exchange(port, get())).rest).toBe('hello')
})

test.each([1, 2])(
  'a server that stops ends a kept connection with its answer to request %i (P32)',
  async (requests) => {
    const request = 'GET / HTTP/1.1\r\nHost: login.test\r\n\r\n'
    const never = 3_600_000
    const { promise, resolve: answer } = Promise.withResolvers<Response>()
    const asked = Promise.withResolvers<void>()
    const server = await listen(
      () => {
        asked.resolve()
        return promise.then((response) => response.clone())
      },
      { setting: 'PORT', host: '127.0.0.1', port: 0 },
    )
    server.keepAliveTimeout = never
    const socket = connect(portOf(server), '127.0.0.1')
    socket.write(request)
    await asked.promise

    const stopped = close(server, never)
    if (requests === 2) {
      const second = once(server, 'request')
      socket.write(request)
      await second
    }
    answer(new Response('done'))
    const received = await text(socket)
    await stopped

    expect(received.match(/done/g)).toHaveLength(requests)
    if (requests === 2) expect(received).toMatch(/connection: close/i)
  },
)
