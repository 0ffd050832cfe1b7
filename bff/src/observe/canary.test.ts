import * as api from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base'
import { faultNames, faults, personas } from 'sgid-simulator'
import { expect, inject, test } from 'vitest'
import { openFrontDoor, privateKey, settings, signIn } from '../testing/front-door.ts'
import { createMetrics } from './node-metrics.ts'
import { createTracing } from './tracing.ts'

const scopes =
  'openid myinfo.name myinfo.nric_number myinfo.date_of_birth myinfo.registered_address'

const exporter = new InMemorySpanExporter()
const spanProcessors = [new SimpleSpanProcessor(exporter)]
api.trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors }))
api.context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())

const metrics = createMetrics({
  callbackPath: '/auth/callback',
  privateKeys: 1,
  sessionSecrets: 1,
  store: 'memory',
  upstream: false,
})
const { door, planted } = await everyFault()
const found = (text: string) => [...planted].filter((value) => text.includes(value))

test('no log line and no stored byte holds a value, code, token, verifier, nonce, secret or cookie (P17, P38)', () => {
  const latin1 = new TextDecoder('latin1')
  const utf8 = new TextDecoder()
  const store = [...door.stored].map(
    ([key, value]) => `${key} ${latin1.decode(value)} ${utf8.decode(value)}`,
  )

  expect(planted.size).toBeGreaterThan(100)
  expect(found(`${JSON.stringify(door.log)}\n${store.join('\n')}`)).toEqual([])
  expect(faultNames.filter((name) => !faults[name].legal).length).toBeLessThan(door.log.length)
})

// A worker has neither.
if (!inject('workerd')) test('no metric and no span holds one of them either (P38)', nothingElse)

async function nothingElse() {
  const spans = exporter.getFinishedSpans().map((span) => ({
    ...{ name: span.name, attributes: span.attributes, events: span.events, links: span.links },
    ...{ status: span.status, resource: span.resource.attributes },
    ...{ scope: span.instrumentationScope, state: span.spanContext().traceState?.serialize() },
  }))

  expect(spans.length).toBeGreaterThan(1000)
  expect(found(JSON.stringify(spans))).toEqual([])
  expect(found(await metrics.text())).toEqual([])
}

/** A login under each fault of sgID, and all that must not be found again elsewhere. */
async function everyFault() {
  const door = await openFrontDoor({
    metrics,
    tracing: createTracing(api),
    settings: { SGID_SCOPES: scopes },
    timeouts: { token: 0.2, userInfo: 0.2, keySet: 0.2 },
  })
  const planted = new Set<string>([settings.SGID_CLIENT_SECRET, settings.SESSION_SECRET])
  planted.add(privateKey.split('\n')[3] ?? '')
  for (const scope of scopes.split(' ')) {
    const value: string | undefined = personas.everything.data[scope]
    for (const line of value?.split('\n') ?? []) if (line.length > 3) planted.add(line)
  }

  for (const fault of [undefined, ...faultNames.filter((name) => name !== 'authorize-500')]) {
    door.simulator.faults.clear()
    // Five failures in a row, and nobody would be sent to sgID any more.
    await signIn(door)
    if (fault) door.simulator.faults.set(fault)
    const browser = door.newBrowser()
    const out = await browser.visit('/auth/login?returnTo=/profile')
    const back = await door.approve(out, { persona: 'everything' })
    const cookies = [...browser.cookies.values()]
    await browser.arrive(back)
    await browser.call('/auth/userinfo?reveal=myinfo.nric_number')
    await browser.call('/auth/session')
    for (const { value } of [...cookies, ...browser.cookies.values()]) {
      for (const part of value.split('.')) if (part.length > 20) planted.add(part)
    }
    const parameters = [
      ...new URL(out.headers.get('Location') ?? '').searchParams,
      ...back.searchParams,
    ]
    for (const [name, value] of parameters) {
      if (['state', 'nonce', 'code', 'code_challenge'].includes(name) && value) planted.add(value)
    }
  }
  for (const { form, headers } of door.simulator.log()) {
    if (form?.['code_verifier']) planted.add(form['code_verifier'])
    const bearer = headers['authorization']?.split(' ')[1]
    if (bearer) planted.add(bearer)
  }
  return { door, planted }
}
