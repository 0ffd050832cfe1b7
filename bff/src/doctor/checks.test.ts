import { describe, expect, test } from 'vitest'
import { parseConfig } from '../config.ts'
import { openFrontDoor, origin, settings } from '../testing/front-door.ts'
import { caching } from './caching.ts'
import { type Check, examine, ok, report, warning, wrong } from './check.ts'
import { providerChecks } from './provider.ts'
import { type Answer, type Ask, createSite } from './site.ts'
import { plainHttp, security, transport } from './transport.ts'

const now = Date.parse('2026-11-26T12:00:00.000Z')
const day = 24 * 60 * 60 * 1000
const page = { status: 200, headers: new Headers({ 'Content-Type': 'text/html' }), body: '' }

describe('what a cache says of itself', () => {
  const verdicts = async (name: string, value: string) => {
    const { app } = await openFrontDoor()
    const ask: Ask = async (path, question) => {
      const answer = await app.fetch(new Request(origin + path, question))
      const headers = new Headers(answer.headers)
      headers.set(name, value)
      return { status: answer.status, headers, body: await answer.text() }
    }
    const findings = await examine(caching, createSite({ origin, ask }))
    return new Set(findings.map(({ verdict }) => verdict))
  }

  test.each([
    ['Age', '3'],
    ['X-Cache', 'Hit from cloudfront'],
    ['X-Cache', 'RefreshHit from cloudfront, TCP_HIT'],
    ['X-Cache', 'MISS, HIT'],
    ['X-Cache-Hits', '0, 1'],
    ['X-Cache-Status', 'STALE'],
    ['X-Varnish', '32770 3'],
    ['CF-Cache-Status', 'HIT'],
    ['Cache-Status', '"edge"; hit; ttl=30'],
  ])('%s: %s is an answer that was kept', async (name, value) => {
    expect(await verdicts(name, value)).toEqual(new Set(['wrong']))
  })

  test.each([
    ['Age', '0'],
    ['X-Cache', 'Miss from cloudfront'],
    ['X-Cache', 'Error from cloudfront'],
    ['X-Cache-Hits', '0, 0'],
    ['X-Varnish', '32770'],
    ['CF-Cache-Status', 'DYNAMIC'],
    ['CF-Cache-Status', 'BYPASS'],
    ['Cache-Status', '"edge"; fwd=bypass'],
    ['X-Cache-Key', '/white/shirt'],
  ])('%s: %s is none', async (name, value) => {
    expect(await verdicts(name, value)).toEqual(new Set(['ok']))
  })
})

describe('the way to a site', () => {
  test.each([
    ['https://login.test', 'ok'],
    ['http://localhost:3000', 'ok'],
    ['http://127.0.0.1', 'ok'],
    ['http://login.test', 'wrong'],
  ])('to %s is %s', async (origin, verdict) => {
    const findings = await examine(transport, createSite({ origin, ask: async () => page }))
    expect(findings.map((finding) => finding.verdict)).toEqual(['ok', verdict])
  })

  test.each([
    [15, 'ok'],
    [13, 'warning'],
  ])('with a certificate for %i days more is %s', async (days, verdict) => {
    const certifiedUntil = new Date(now + days * day + 1000)
    const ask = async () => ({ ...page, certifiedUntil })
    const [found] = await examine(security, createSite({ origin, ask, now: () => now }))
    expect(found).toMatchObject({ verdict, seen: `${days} days left` })
  })

  test.each([
    ['leads on to https', 301, `${origin}/`, 'ok'],
    ['leads on to https for good', 308, `${origin}/`, 'ok'],
    ['leads somewhere else', 301, 'https://login.test.elsewhere.test/', 'wrong'],
    ['leads to itself', 301, 'http://login.test/x', 'wrong'],
    ['shows the page', 200, undefined, 'wrong'],
  ])('that %s from plain http is judged so', async (_what, status, location, verdict) => {
    const headers = new Headers(location ? { Location: location } : {})
    const check = plainHttp(async () => ({ status, headers, body: '' }))
    expect(await verdictOf(check)).toBe(verdict)
  })

  test('by plain http may be closed', async () => {
    expect(await verdictOf(plainHttp(() => Promise.reject(new Error('refused'))))).toBe('ok')
  })

  test('with a challenge page is no way for the calls of a page', async () => {
    const headers = new Headers({ 'cf-mitigated': 'challenge' })
    const ask = async () => ({ status: 403, headers, body: '' })
    const [found] = await examine(transport, createSite({ origin, ask }))
    expect(found).toMatchObject({ verdict: 'wrong', seen: 'a challenge page' })
  })

  const verdictOf = async (check: Check<ReturnType<typeof createSite>>) =>
    (await examine([check], createSite({ origin, ask: async () => page })))[0]?.verdict
})

describe('sgID', () => {
  const found = async (name: string, answer: Partial<Answer>) => {
    const config = await parseConfig(settings, () => '')
    const authorizationUrl = async () => `${config.hostname}/v2/oauth/authorize?client_id=x`
    const ask = async () => ({ ...page, ...answer })
    const subject = { config, ask, now: () => now, authorizationUrl }
    return (await examine(providerChecks, subject)).find(({ what }) => what === name)
  }

  test.each([
    [0, 'ok'],
    [-59, 'ok'],
    [59, 'ok'],
    [-62, 'wrong'],
    [62, 'wrong'],
  ])('whose clock is %i s off is %s', async (off, verdict) => {
    const headers = new Headers({ Date: new Date(now + off * 1000).toUTCString() })
    expect(await found('clock', { headers })).toMatchObject({ verdict })
  })

  test('that does not say what time it is, is a warning', async () => {
    expect(await found('clock', {})).toMatchObject({ verdict: 'warning' })
  })

  const key = (bits: number) => ({
    kty: 'RSA',
    kid: `${bits}`,
    n: btoa('x'.repeat(bits / 8)),
    e: 'AQAB',
  })
  test.each([
    ['one key of 2048 bits', [key(2048)], 'ok'],
    [
      'two keys, and one that is for something else',
      [key(2048), key(4096), { kty: 'EC', kid: 'ec' }],
      'ok',
    ],
    ['keys that say what they are for', [{ ...key(2048), use: 'sig', alg: 'RS256' }], 'ok'],
    ['no keys', [], 'wrong'],
    ['a key of 1024 bits', [key(2048), key(1024)], 'wrong'],
    ['a key for encryption alone', [{ ...key(2048), use: 'enc' }], 'wrong'],
    ['a key for another algorithm', [{ ...key(2048), alg: 'PS256' }], 'wrong'],
    ['two keys of one name', [key(2048), key(2048)], 'wrong'],
  ])('with %s is judged so', async (_what, keys, verdict) => {
    const body = JSON.stringify({ keys })
    expect(await found('keys of sgID', { body })).toMatchObject({ verdict })
  })

  test.each([
    [400, '{"error":"invalid_grant"}', 'ok'],
    [400, '{"error": "invalid_client"}', 'wrong'],
    [401, '', 'wrong'],
    [403, '<html>', 'wrong'],
    [400, '{"message":"no"}', 'warning'],
    [500, '', 'warning'],
  ])(
    'that answers a made-up code with %i %s gives a client that is %s',
    async (status, body, verdict) => {
      expect(await found('client secret', { status, body })).toMatchObject({ verdict })
    },
  )

  test.each([
    [200, 'ok'],
    [302, 'ok'],
    [400, 'wrong'],
    [503, 'warning'],
  ])('that answers a login with %i makes the registration %s', async (status, verdict) => {
    expect(await found('registration', { status })).toMatchObject({ verdict })
  })
})

test('the report has a line for each thing, and one that counts', async () => {
  const words = { expected: 'water', mend: 'fill it' }
  const checks: Check<undefined>[] = [
    { ...words, what: 'cup', look: () => ok('water') },
    { ...words, what: 'well', look: () => warning('little water') },
    { ...words, what: 'jug', look: () => wrong('sand', 'empty and fill it') },
    { ...words, what: 'pot', look: () => Promise.reject(new Error('it is broken')) },
  ]

  expect(report(await examine(checks, undefined)).split('\n')).toEqual([
    'ok       cup   water',
    'WARNING  well  little water | expected: water | mend: fill it',
    'WRONG    jug   sand | expected: water | mend: empty and fill it',
    'WRONG    pot   it is broken | expected: water | mend: fill it',
    'Begin with the first: others may follow from it.',
    '2 wrong, 1 warning, 1 right',
  ])
})
