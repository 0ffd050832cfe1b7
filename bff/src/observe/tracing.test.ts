import * as api from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base'
import { beforeEach, expect, test } from 'vitest'
import { openFrontDoor, signIn } from '../testing/front-door.ts'
import { newSigningKey } from '../testing/upstream.ts'
import { createTracing } from './tracing.ts'
import { routeNames, sgidCalls, storeCalls, upstreamCalls } from './watch.ts'

const exporter = new InMemorySpanExporter()
api.trace.setGlobalTracerProvider(
  new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }),
)
api.context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
beforeEach(() => exporter.reset())

const tracing = createTracing(api)
/** A service behind this one, which has failed. */
const behind = {
  settings: {
    UPSTREAM_URL: 'https://grants.test',
    UPSTREAM_PATHS: '/*',
    UPSTREAM_PRIVATE_KEY: newSigningKey(),
  },
  upstream: async () => new Response(null, { status: 503 }),
}
const named = (name: string) => exporter.getFinishedSpans().filter((span) => span.name === name)
const within = (span: ReadableSpan | undefined) =>
  exporter
    .getFinishedSpans()
    .filter(({ parentSpanContext }) => parentSpanContext?.spanId === span?.spanContext().spanId)
    .map(({ name }) => name)

test('a callback is one trace: a span with its reference, and in it the calls of sgID and of the store', async () => {
  const door = await openFrontDoor({ tracing })
  const { answer } = await signIn(door)
  const [callback, ...others] = named('request callback')

  expect(others).toEqual([])
  expect(callback?.kind).toBe(api.SpanKind.SERVER)
  expect(callback?.attributes).toEqual({
    'http.response.status_code': 303,
    'sgid_login.ref': answer.headers.get('X-Request-Id'),
  })
  expect(within(callback)).toEqual(
    expect.arrayContaining([
      'store mark',
      'sgid token',
      'sgid key_set',
      'sgid userinfo',
      'store put',
    ]),
  )
  const [token] = named('sgid token')
  expect(token?.kind).toBe(api.SpanKind.CLIENT)
  expect(token?.attributes).toEqual({ 'http.response.status_code': 200 })
})

test('two logins at once are two traces, and no call is in that of the other', async () => {
  const door = await openFrontDoor({ tracing })
  await signIn(door)
  exporter.reset()
  await Promise.all([signIn(door), signIn(door, { persona: 'chinese' })])

  const callbacks = named('request callback')
  expect(callbacks.map((span) => within(span).filter((name) => name.startsWith('sgid')))).toEqual([
    ['sgid token', 'sgid userinfo'],
    ['sgid token', 'sgid userinfo'],
  ])
})

test('what failed is marked as failed, without a word of why (P38)', async () => {
  const door = await openFrontDoor({
    tracing,
    timeouts: { token: 0.1 },
    tamper: async (url, answer) => {
      if (url.endsWith('/token')) throw new Error('S2937 in a message')
      return answer
    },
  })
  await signIn(door)
  const [token] = named('sgid token')

  expect(token?.status).toEqual({ code: api.SpanStatusCode.ERROR })
  expect([token?.events, token?.attributes]).toEqual([[], {}])
})

test('an answer of ours that says that we failed is marked too', async () => {
  const door = await openFrontDoor({ tracing })
  door.simulator.faults.set('token-500')
  await signIn(door)
  const [token] = named('sgid token')

  expect(token?.status).toEqual({ code: api.SpanStatusCode.ERROR })
  expect(token?.attributes).toEqual({ 'http.response.status_code': 500 })
})

test('a call of the service behind is a span in that of its request, and says nothing of what is asked (P38)', async () => {
  const door = await openFrontDoor({ tracing, ...behind })
  const { browser } = await signIn(door)
  await browser.call('/api/S2937?a=S2937')
  const [call, ...others] = named('upstream GET')

  expect(others).toEqual([])
  expect(within(named('request api')[0])).toContain('upstream GET')
  expect(call?.kind).toBe(api.SpanKind.CLIENT)
  expect(call?.status).toEqual({ code: api.SpanStatusCode.ERROR })
  expect(call?.attributes).toEqual({ 'http.response.status_code': 503 })
})

test('spans have names of a closed list, whatever is asked for, and pages have none (P38)', async () => {
  const door = await openFrontDoor({ tracing, ...behind })
  const { browser } = await signIn(door)
  for (const path of ['/auth/S2937', '/api/S2937?a=S2937', '/S2937', '/auth/login?S2937']) {
    await browser.call(path, { method: 'POST' })
    await browser.visit(path)
  }
  const known = [
    ...routeNames.filter((name) => name !== 'other').map((name) => `request ${name}`),
    ...sgidCalls.map((name) => `sgid ${name}`),
    ...upstreamCalls.map((name) => `upstream ${name}`),
    ...storeCalls.map((name) => `store ${name}`),
  ]
  const names = exporter.getFinishedSpans().map(({ name }) => name)

  expect(names).toEqual(expect.arrayContaining(['request api', 'upstream POST']))
  expect(names.filter((name) => !known.includes(name))).toEqual([])
})

test('a visitor chooses no trace, and sgID is told of none', async () => {
  const door = await openFrontDoor({ tracing })
  const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`
  await door.newBrowser().call('/auth/session', { headers: { traceparent } })
  await signIn(door)

  expect(named('request session')[0]?.parentSpanContext).toBeUndefined()
  expect(door.seen('/v2/oauth/token')[0]?.headers).not.toHaveProperty('traceparent')
})

test('without an SDK everything is done as if nobody watched', async () => {
  api.trace.disable()
  const door = await openFrontDoor({ tracing: createTracing(api) })
  const { answer } = await signIn(door)

  expect(answer.headers.get('Location')).toBe('/profile')
  expect(exporter.getFinishedSpans()).toEqual([])
})
