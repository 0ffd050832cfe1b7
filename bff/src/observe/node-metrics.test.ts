import { randomBytes } from 'node:crypto'
import { faultNames } from 'sgid-simulator'
import { describe, expect, test } from 'vitest'
import { openFrontDoor, settings, signIn } from '../testing/front-door.ts'
import { series } from '../testing/series.ts'
import { newSigningKey } from '../testing/upstream.ts'
import { createMetrics } from './node-metrics.ts'

const options = {
  callbackPath: '/auth/callback',
  privateKeys: 1,
  sessionSecrets: 2,
  store: 'memory',
  upstream: true,
}

const behind = {
  UPSTREAM_URL: 'https://grants.test',
  UPSTREAM_PATHS: '/*',
  UPSTREAM_PRIVATE_KEY: newSigningKey(),
}
/** A service behind this one, whose answer to `/503` has that status, and so on. */
const upstream = async (url: string) => {
  const status = Number(new URL(url).pathname.slice(1))
  if (status === 0) throw new TypeError('connection refused')
  return Response.json({}, { status })
}

async function openCounted(more: Parameters<typeof openFrontDoor>[0] = {}) {
  const metrics = createMetrics(options)
  const door = await openFrontDoor({ ...more, metrics })
  const value = async (name: string) => (await series(metrics)).get(`sgid_login_${name}`)
  return { door, metrics, value }
}

describe('the numbers tell', () => {
  test('the steps of a login, its calls of sgID and of the store, and how long they took', async () => {
    const { door, metrics } = await openCounted()
    const { browser } = await signIn(door)
    await browser.call('/auth/userinfo')
    await browser.call('/auth/session')

    const found = await series(metrics)
    const value = (name: string) => found.get(`sgid_login_${name}`)
    for (const event of [
      ...['login.started', 'login.returned', 'login.finished', 'session.created'],
      'keys.refreshed',
    ]) {
      expect([event, value(`events_total{event="${event}"}`)]).toEqual([event, 1])
    }
    for (const call of ['token', 'userinfo', 'key_set']) {
      expect(value(`sgid_call_seconds_count{call="${call}",answer="2xx"}`)).toBe(1)
    }
    for (const call of ['get', 'put', 'touch', 'mark']) {
      expect(value(`store_call_seconds_count{call="${call}",outcome="ok"}`)).toBeGreaterThan(0)
    }
    expect(value('requests_total{route="callback",status="3xx"}')).toBe(1)
    expect(value('requests_total{route="userinfo",status="2xx"}')).toBe(1)
    expect(value('request_seconds_count{route="callback"}')).toBe(1)
    expect(value('request_seconds_sum{route="callback"}')).toBeGreaterThan(0)
    expect(value('finish_seconds_count')).toBe(1)
    expect(value('key_set_fetched_timestamp_seconds')).toBeGreaterThan(1.7e9)
  })

  test('why requests were refused, by route and problem code', async () => {
    const { door, value } = await openCounted()
    const browser = door.newBrowser()
    await browser.visit('/auth/callback?code=C7331')
    await browser.call('/auth/userinfo')
    await browser.call('/auth/nobody')
    door.simulator.faults.set('token-401')
    await signIn(door)

    expect(await value('refused_total{route="callback",code="login_mismatch"}')).toBe(1)
    expect(await value('refused_total{route="userinfo",code="session_required"}')).toBe(1)
    expect(await value('refused_total{route="other",code="not_found"}')).toBe(1)
    expect(await value('refused_total{route="callback",code="idp_rejected_client"}')).toBe(1)
    expect(await value('sgid_call_seconds_count{call="token",answer="4xx"}')).toBe(1)
  })

  test('calls of the service behind, by method and how they are answered', async () => {
    const { door, value } = await openCounted({ settings: behind, upstream })
    const { browser } = await signIn(door)
    for (const path of ['/api/200', '/api/404', '/api/404', '/api/503', '/api/0']) {
      await browser.call(path)
    }
    await browser.call('/api/201', { method: 'PUT' })

    const count = (method: string, answer: string) =>
      value(`upstream_call_seconds_count{method="${method}",answer="${answer}"}`)
    const gets = ['2xx', '3xx', '4xx', '5xx', 'none'].map((answer) => count('GET', answer))
    expect(await Promise.all(gets)).toEqual([1, 0, 2, 1, 1])
    expect([await count('PUT', '2xx'), await count('POST', '2xx')]).toEqual([1, 0])
    expect(await value('refused_total{route="api",code="upstream_unavailable"}')).toBe(2)
  })

  test('nothing of a service behind where there is none', async () => {
    const names = async (upstream: boolean) =>
      [...(await series(createMetrics({ ...options, upstream }))).keys()].filter((name) =>
        name.includes('upstream_call'),
      )

    expect(await names(false)).toEqual([])
    expect((await names(true)).length).toBeGreaterThan(300)
  })

  test('why sessions ended', async () => {
    const { door, value } = await openCounted({ settings: { SESSION_MAX_PER_PERSON: '1' } })
    await signIn(door)
    const { browser } = await signIn(door)
    expect(await value('sessions_ended_total{reason="gave_way"}')).toBe(1)
    await browser.call('/auth/logout', { method: 'POST' })
    expect(await value('sessions_ended_total{reason="logged_out"}')).toBe(1)

    const late = door.newBrowser()
    const back = await door.approve(await late.visit('/auth/login'), { persona: 'chinese' })
    await signIn(door, { browser: late })
    // As browsers do it that send every cookie along a chain of redirects.
    await late.visit(String(back))
    expect(await value('sessions_ended_total{reason="new_login"}')).toBe(1)
    expect(await value('sessions_ended_total{reason="other"}')).toBe(0)
  })

  test('that sgID is down, and that it is back', async () => {
    const { door, value } = await openCounted()
    expect(await value('up{part="sgid"}')).toBe(1)
    door.simulator.faults.set('token-500')
    for (let i = 0; i < 5; i++) await signIn(door)

    expect(await value('up{part="sgid"}')).toBe(0)
    expect(await value('sgid_call_seconds_count{call="token",answer="5xx"}')).toBe(5)
    door.simulator.faults.clear()
    door.clock.now += 6000
    const browser = door.newBrowser()
    await browser.visit('/auth/login')
    await expect
      .poll(async () => (await signIn(door)).answer.headers.get('Location'))
      .toBe('/profile')
    expect(await value('up{part="sgid"}')).toBe(1)
  })

  test('that the store or what instances count together is lost, and that it is back', async () => {
    const metrics = createMetrics(options)
    const log = metrics.counted(() => undefined)
    const up = async (part: string) => (await series(metrics)).get(`sgid_login_up{part="${part}"}`)
    log('store.lost')
    log('limit.shared_lost')
    expect([await up('store'), await up('shared_limit'), await up('sgid')]).toEqual([0, 0, 1])

    log('store.back')
    log('limit.shared_back')
    expect([await up('store'), await up('shared_limit')]).toEqual([1, 1])
  })

  test('that the store refused a call, and the caller is told why as before', async () => {
    const metrics = createMetrics(options)
    const refusal = new Error('the store is full')
    const call = metrics.watch({ kind: 'store', name: 'put' }, () => Promise.reject(refusal))

    await expect(call).rejects.toBe(refusal)
    const failed = 'sgid_login_store_call_seconds_count{call="put",outcome="failed"}'
    expect((await series(metrics)).get(failed)).toBe(1)
  })

  test('when an older secret was last needed, and how many there are', async () => {
    const { door, value } = await openCounted()
    const used = 'old_key_used_timestamp_seconds{key="session_secret",position="2"}'
    const { browser } = await signIn(door)
    expect([await value('keys{key="session_secret"}'), await value(used)]).toEqual([2, 0])

    const added = randomBytes(32).toString('base64')
    const rotated = await door.instance({ SESSION_SECRET: `${added},${settings.SESSION_SECRET}` })
    const other = door.newBrowser(rotated)
    for (const [name, cookie] of browser.cookies) other.cookies.set(name, cookie)
    await other.call('/auth/userinfo')

    expect(await value(used)).toBeGreaterThan(1.7e9)
  })

  test('what runs, and what the process costs', async () => {
    const found = [...(await series(createMetrics(options))).keys()]

    const build = found.find((name) => name.startsWith('sgid_login_build_info'))
    expect(build).toMatch(/\{version="\d+\.\d+\.\d+",node="v\d+\.\d+\.\d+",store="memory"\}$/)
    expect(found).toContain('nodejs_eventloop_lag_p99_seconds')
    expect(found).toContain('process_resident_memory_bytes')
    // A series for each kind of handle that is open just then.
    expect(found.filter((name) => name.startsWith('nodejs_active'))).toEqual([])
  })
})

test('no traffic, however hostile, adds a series: every label has a closed list of values (P38)', async () => {
  const { door, metrics } = await openCounted({
    timeouts: { token: 0.2, userInfo: 0.2, keySet: 0.2 },
    settings: behind,
    upstream: async () => Response.json({}),
  })
  const before = [...(await series(metrics)).keys()]

  for (const fault of faultNames.filter((name) => name !== 'authorize-500')) {
    door.simulator.faults.set(fault)
    await signIn(door)
  }
  door.simulator.faults.clear()
  const { browser } = await signIn(door)
  for (const path of ['/auth/', '/api/', '/auth/callback?', '/auth/login?', '/', '/metrics']) {
    for (const rest of ['S2937', 'state=S2937&code=a', '%00', 'x'.repeat(9000), 'ü', '{a="b"}']) {
      for (const method of ['GET', 'POST', 'S2937']) {
        await browser.call(`${path}${encodeURI(rest)}`, { method })
      }
    }
  }
  await browser.call('/auth/userinfo?reveal=S2937')
  await browser.call('/auth/userinfo?reveal=myinfo.nric_number')
  const log = metrics.counted(() => undefined)
  log('session.ended', { reason: 'S2937' })
  log('request.refused', { route: '/S2937' })
  log('session.old_secret', { position: 2937 })
  log('key.old_private_key', { position: 1 })

  const after = [...(await series(metrics)).keys()]
  expect(before.length).toBeGreaterThan(500)
  expect(after).toEqual(before)
})
