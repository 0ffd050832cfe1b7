import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { bffProgram, freePort, startBff } from '@sgid-login/e2e/bff'
import { makeClient } from 'sgid-simulator'
import { afterAll, expect, test } from 'vitest'
import { parseConfig } from '../config.ts'
import { createMemoryStore } from '../session/memory-store.ts'
import { settings as parsed } from '../testing/front-door.ts'
import { parseSeries } from '../testing/series.ts'
import type { Log } from './events.ts'
import { openObservers } from './node-observers.ts'

const { client, privateKey } = await makeClient()
const settings = {
  SGID_CLIENT_ID: client.clientId,
  SGID_CLIENT_SECRET: client.clientSecret,
  SGID_PRIVATE_KEY: privateKey,
  SGID_HOSTNAME: 'http://127.0.0.1:9',
}
const folder = mkdtempSync(join(tmpdir(), 'observers-'))
afterAll(() => rmSync(folder, { recursive: true }))

test('where nobody looks, nothing is wrapped and nothing is loaded', async () => {
  const config = await parseConfig(parsed, () => '')
  const log: Log = () => undefined
  const seen = await openObservers(config, log)
  const store = createMemoryStore()
  const fetch = async () => Promise.reject(new Error('unused'))
  const serve = () => new Response()

  expect(seen.log).toBe(log)
  expect(seen.store(store)).toBe(store)
  expect(seen.fetch(fetch)).toBe(fetch)
  expect(seen.serve(serve)).toBe(serve)
  expect(seen.metrics).toBeUndefined()
})

test('a copy of the program without any package shows its metrics, and says that an SDK lacks its API', async () => {
  cpSync(dirname(bffProgram), join(folder, 'alone'), { recursive: true })
  const admin = await freePort()
  const mark = "data:text/javascript,globalThis[Symbol.for('opentelemetry.js.api.1')]={}"
  const bff = await startBff({
    port: 0,
    program: join(folder, 'alone', 'node.js'),
    settings: { ...settings, ADMIN_PORT: `${admin}`, NODE_OPTIONS: `--import="${mark}"` },
  })
  try {
    const answer = await fetch(`${bff.origin}/auth/login`, { redirect: 'manual' })
    const metrics = await fetch(`http://127.0.0.1:${admin}/metrics`)
    const outside = await fetch(`${bff.origin}/metrics`)
    const found = parseSeries(await metrics.text())

    expect([answer.status, metrics.status, outside.status]).toEqual([303, 200, 404])
    expect(metrics.headers.get('Content-Type')).toBe('text/plain; version=0.0.4; charset=utf-8')
    expect(found.get('sgid_login_events_total{event="login.started"}')).toBe(1)
    expect(found.get('sgid_login_events_total{event="tracing.unavailable"}')).toBe(1)
    expect(bff.lines.join()).toContain('"tracing.unavailable"')
  } finally {
    await bff.stop()
  }
})

test('the program as it is built sends spans to an SDK that was registered before', async () => {
  const SPANS = join(folder, 'spans')
  const sdk = new URL('../testing/node-spans.ts', import.meta.url)
  const NODE_OPTIONS = `--import=${sdk.href}`
  const bff = await startBff({ port: 0, settings: { ...settings, SPANS, NODE_OPTIONS } })
  try {
    await fetch(`${bff.origin}/auth/login`, { redirect: 'manual' })

    expect(readFileSync(SPANS, 'utf8').split('\n')).toContain('request login')
  } finally {
    await bff.stop()
  }
})
