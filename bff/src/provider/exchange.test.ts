import { createServer, type ServerResponse } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { exchange } from './exchange.ts'

const answers: Record<string, (response: ServerResponse) => void> = {
  '/text': (response) => response.end('hello'),
  '/redirect': (response) => response.writeHead(302, { Location: '/text' }).end(),
  '/long': (response) => response.end('x'.repeat(1001)),
  '/endless': (response) => {
    const more = setInterval(() => response.write('x'.repeat(500)), 5)
    response.on('close', () => clearInterval(more))
  },
  '/drip': (response) => void response.write('x'),
  '/silent': () => undefined,
  '/latin1': (response) => response.end(Buffer.from([0x63, 0x61, 0x66, 0xe9])),
  '/busy': (response) => response.writeHead(429).end('later'),
  '/gone': (response) => response.destroy(),
}
const seen: string[] = []
const server = createServer((request, response) => {
  seen.push(request.url ?? '')
  answers[request.url ?? '']?.(response)
})
let origin = ''
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
})
afterAll(() => server.closeAllConnections())

const ask = (path: string, signal?: AbortSignal) =>
  exchange(fetch, origin + path, signal ? { signal } : {}, { seconds: 1.5, bytes: 1000 })

test('an answer within its budget is read whole', async () => {
  expect(await ask('/text')).toMatchObject({ status: 200, text: 'hello' })
})

test('a redirect is not followed, to our own origin neither (P10)', async () => {
  await expect(ask('/redirect')).rejects.toMatchObject({ code: 'idp_bad_response' })
  expect(seen.at(-1)).toBe('/redirect')
})

test.each([
  ['/long', 'idp_bad_response', 'more than 1000 bytes'],
  ['/endless', 'idp_bad_response', 'more than 1000 bytes'],
  ['/drip', 'idp_unavailable', 'in time'],
  ['/silent', 'idp_unavailable', 'in time'],
  ['/latin1', 'idp_bad_response', 'not UTF-8'],
  ['/busy', 'idp_unavailable', '429'],
  ['/gone', 'idp_unavailable', 'not be reached'],
])('%s is given up on: %s (P25)', async (path, code, words) => {
  const began = Date.now()
  await expect(ask(path)).rejects.toMatchObject({ code, message: expect.stringContaining(words) })
  expect(Date.now() - began).toBeLessThan(3000)
})

test('a call ends with the login that it is for', async () => {
  await expect(ask('/silent', AbortSignal.timeout(20))).rejects.toMatchObject({
    code: 'idp_unavailable',
  })
})

test('a call of a login that is over is not begun', async () => {
  const before = seen.length
  await expect(ask('/text', AbortSignal.abort())).rejects.toMatchObject({
    code: 'idp_unavailable',
  })
  expect(seen).toHaveLength(before)
})

test('an address where nobody listens is unavailable', async () => {
  await expect(
    exchange(fetch, 'http://127.0.0.1:9', {}, { seconds: 1, bytes: 10 }),
  ).rejects.toMatchObject({ code: 'idp_unavailable' })
})
