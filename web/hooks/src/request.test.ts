import { headers } from '@sgid-login/shared/paths'
import { afterEach, expect, test, vi } from 'vitest'
import { request } from './request.ts'

const isGreeting = (body: unknown): body is { hello: string } =>
  typeof body === 'object' && body !== null && 'hello' in body && typeof body.hello === 'string'

function answerWith(answer: (init: RequestInit & { headers: Record<string, string> }) => unknown) {
  vi.stubGlobal('fetch', (_path: string, init: never) => Promise.resolve(init).then(answer))
}
const echoed = (init: { headers: Record<string, string> }) => ({
  headers: { [headers.echo]: init.headers[headers.echo] ?? '' },
})
const refused = (status: number, code: string) => () =>
  Response.json({ title: '', status, code, ref: 'r-7', retryAfter: 9 }, { status })

afterEach(() => vi.unstubAllGlobals())

test('an answer that repeats the tag of its request is used', async () => {
  answerWith((init) => Response.json({ hello: 'you' }, echoed(init)))

  await expect(request('/x', isGreeting)).resolves.toEqual({ hello: 'you' })
})

test.each([
  ['repeats the tag of another request', { headers: { [headers.echo]: 'f'.repeat(32) } }],
  ['repeats no tag', {}],
])('an answer that %s is thrown away (P22)', async (_name, init) => {
  answerWith(() => Response.json({ hello: 'somebody else' }, init))

  await expect(request('/x', isGreeting)).rejects.toMatchObject({ reason: 'foreign' })
})

test('no two requests carry the same tag', async () => {
  const tags: unknown[] = []
  answerWith((init) => {
    tags.push(init.headers[headers.echo])
    return Response.json({ hello: 'you' }, echoed(init))
  })

  await request('/x', isGreeting)
  await request('/x', isGreeting)
  expect(tags[0]).toMatch(/^[0-9a-f]{32}$/)
  expect(tags[1]).not.toBe(tags[0])
})

test.each(['GET', 'POST'] as const)('a %s says that it comes from our page', async (method) => {
  answerWith((init) => {
    expect(init).toMatchObject({ method, headers: { [headers.csrf]: '1' } })
    return Response.json({ hello: 'you' }, echoed(init))
  })

  await request('/x', isGreeting, { method })
  expect.assertions(1)
})

test.each([
  [401, 'session_required'],
  [401, 'session_expired'],
  [403, 'csrf_rejected'],
  [503, 'store_unavailable'],
  [409, 'one_of_a_route_of_the_app'],
])('a %i with the code %s is that problem, with its reference', async (status, code) => {
  answerWith(refused(status, code))

  const expected = { name: 'ProblemError', status, code, ref: 'r-7', retryAfter: 9 }
  await expect(request('/x', isGreeting)).rejects.toMatchObject(expected)
})

test.each([
  [
    'a web page from something in between',
    () => new Response('<h1>502</h1>', { status: 502 }),
    502,
  ],
  [
    'a problem of something in between, without a code',
    () => Response.json({ title: '', status: 401, ref: 'r-7' }, { status: 401 }),
    401,
  ],
])('%s is no answer', async (_name, answer, status) => {
  answerWith(answer)

  await expect(request('/x', isGreeting)).rejects.toMatchObject({ reason: 'unreadable', status })
})

test('a form that was not taken says which fields are wrong', async () => {
  const fields = { unit: 'missing' }
  const body = { title: '', status: 422, code: 'invalid_input', ref: 'r-7', fields }
  answerWith(() => Response.json(body, { status: 422 }))

  await expect(request('/x', isGreeting)).rejects.toMatchObject({ code: 'invalid_input', fields })
})

test('a body of another shape is no answer', async () => {
  answerWith((init) => Response.json({ hello: 7 }, echoed(init)))

  await expect(request('/x', isGreeting)).rejects.toMatchObject({ reason: 'unreadable' })
})

test('nobody answering is a failure of the network', async () => {
  answerWith(() => Promise.reject(new TypeError('Failed to fetch')))

  await expect(request('/x', isGreeting)).rejects.toMatchObject({ reason: 'network' })
})

test.each(['first byte', 'last byte'])(
  'an answer whose %s does not come in time is given up on',
  async (which) => {
    answerWith((init) => {
      const never = new Promise((_, reject) =>
        init.signal?.addEventListener('abort', () => reject(init.signal?.reason)),
      )
      return which === 'first byte' ? never : { ok: true, json: () => never, ...echoed(init) }
    })

    await expect(request('/x', isGreeting, { timeout: 20 })).rejects.toMatchObject({
      reason: 'timeout',
    })
  },
)

test('a reader who goes away ends the request', async () => {
  const reader = new AbortController()
  answerWith((init) => {
    reader.abort()
    expect(init.signal?.aborted).toBe(true)
    throw init.signal?.reason
  })

  const answer = request('/x', isGreeting, { signal: reader.signal })
  await expect(answer).rejects.toMatchObject({ name: 'AbortError' })
})

test('what is sent to a route of one’s own goes as JSON', async () => {
  answerWith((init) => {
    expect(init).toMatchObject({
      method: 'POST',
      body: '{"unit":"#12-345"}',
      headers: { 'Content-Type': 'application/json', [headers.csrf]: '1' },
    })
    return Response.json({ hello: 'you' }, echoed(init))
  })

  await request('/api/address', isGreeting, { method: 'POST', body: { unit: '#12-345' } })
  expect.assertions(1)
})

test('a log-in page of somebody’s network is not taken for the end of a session (P22)', async () => {
  answerWith(() => new Response('<h1>Welcome to our café</h1>'))

  const ended = request('/x', (body): body is undefined => body === undefined, { method: 'POST' })
  await expect(ended).rejects.toMatchObject({ reason: 'foreign' })
})
