import { generateKeyPairSync } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Bff, freePort, startBff } from '@sgid-login/e2e/bff'
import { demoService } from '@sgid-login/e2e/stack'
import { paths, Receipt } from '@sgid-login/shared'
import { personas } from 'sgid-simulator'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseSeries } from '../testing/series.ts'
import { startUpstream } from '../testing/upstream.ts'
import { createPerson } from './node-person.ts'

describe('the service as it is built, in front of a service in another process', () => {
  const audience = 'https://grants.agency.test'
  let bff: Bff
  let admin: number
  const stops: (() => Promise<unknown>)[] = []
  beforeAll(async () => {
    const port = await freePort()
    admin = await freePort()
    const origin = `http://localhost:${port}`
    const { sgid, settings } = await demoService({ port, sgidPort: 0 })
    const keySet = `${origin}/api/.well-known/jwks.json`
    const upstream = await startUpstream(keySet, origin, audience)
    const folder = await mkdtemp(join(tmpdir(), 'upstream-'))
    stops.push(sgid.close, upstream.stop, () => rm(folder, { recursive: true }))
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const file = join(folder, 'key.pem')
    await writeFile(file, privateKey.export({ format: 'pem', type: 'pkcs8' }), { mode: 0o600 })
    bff = await startBff({
      port,
      settings: {
        ...settings,
        LOGIN_PURPOSES: 'grants=openid myinfo.name myinfo.email; look=openid',
        ADMIN_PORT: `${admin}`,
        UPSTREAM_URL: upstream.origin,
        UPSTREAM_PATHS: '/v1/*',
        UPSTREAM_AUDIENCE: audience,
        UPSTREAM_CLAIMS: 'myinfo.email',
        UPSTREAM_PRIVATE_KEY_FILE: file,
      },
    })
    stops.unshift(bff.stop)
  })
  afterAll(async () => {
    for (const stop of stops) await stop()
  })

  const signInFor = async (purpose: string) => {
    const person = createPerson({
      url: () => bff.origin,
      origin: bff.origin,
      persona: 'everything',
    })
    await person.arrive(await person.agree(await person.visit(`/auth/login?purpose=${purpose}`)))
    return person
  }

  test('a person with a session for it is vouched for, and nobody else is', async () => {
    const grants = await (await signInFor('grants')).call('/api/v1/echo')
    const look = await (await signInFor('look')).call('/api/v1/echo')

    expect([grants.status, await grants.json()]).toMatchObject([
      200,
      { payload: { aud: audience, 'myinfo.email': personas.everything.data['myinfo.email'] } },
    ])
    expect([look.status, await look.json()]).toMatchObject([403, { code: 'insufficient_scope' }])
  })

  test('what fails behind is a problem in front, with its reference in the log', async () => {
    const person = await signInFor('grants')
    for (const [path, code] of [
      ['/api/v1/elsewhere', 'upstream_bad_response'],
      ['/api/v1/torn', 'upstream_unavailable'],
    ] as const) {
      const answer = await person.call(path, { method: 'POST' })
      expect(await answer.json()).toMatchObject({ code })
      const ref = answer.headers.get('X-Request-Id') ?? 'none'
      expect(bff.lines.filter((line) => line.includes(ref)).join()).toContain(code)
    }
  })

  test('its calls are counted', async () => {
    const counted = async () => {
      const metrics = await (await fetch(`http://127.0.0.1:${admin}/metrics`)).text()
      const answers = ['2xx', '3xx', 'none'].map(
        (answer) => `sgid_login_upstream_call_seconds_count{method="PATCH",answer="${answer}"}`,
      )
      return answers.map((name) => parseSeries(metrics).get(name))
    }
    expect(await counted()).toEqual([0, 0, 0])
    const person = await signInFor('grants')
    for (const path of ['echo', 'elsewhere', 'reset']) {
      await person.call(`/api/v1/${path}`, { method: 'PATCH' })
    }

    expect(await counted()).toEqual([1, 1, 1])
  })

  test('a form of the example is received once by the wire too, and says nothing in the log', async () => {
    const person = await signInFor('grants')
    const body = JSON.stringify({
      key: 'k'.repeat(22),
      email: 'canary@agency.test',
      address: 'CANARY ROAD',
    })
    const headers = { 'Content-Type': 'application/json' }
    const send = () => person.call(paths.applications, { method: 'POST', body, headers })
    const answers = await Promise.all([send(), send(), send()])

    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 200, 201])
    const receipts = await Promise.all(
      answers.map(async (answer) => Receipt.parse(await answer.json())),
    )
    expect(new Set(receipts.map(({ reference }) => reference)).size).toBe(1)
    expect(bff.lines.join('\n')).not.toMatch(/canary/i)
  })
})
