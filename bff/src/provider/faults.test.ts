import type { ProblemCode } from '@sgid-login/shared'
import { type FaultName, faultNames, faults } from 'sgid-simulator'
import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import {
  errorCode,
  location,
  openFrontDoor,
  session,
  signIn,
  userInfo,
} from '../testing/front-door.ts'

/**
 * How a login ends under each fault of sgID. A row for every fault makes the file long, and the
 * compiler asks for the row of a new one.
 */
const ends: Record<FaultName, ProblemCode | 'signed in' | 'stays at sgID'> = {
  'authorize-500': 'stays at sgID',
  'error-server': 'idp_unavailable',
  'error-temporarily-unavailable': 'idp_unavailable',
  'error-invalid-scope': 'idp_rejected_client',
  'error-unknown': 'idp_bad_response',
  'no-code': 'login_mismatch',
  'code-and-error': 'login_mismatch',
  'no-state': 'login_mismatch',
  'wrong-state': 'login_elsewhere',
  'duplicate-state': 'login_mismatch',
  'duplicate-code': 'login_mismatch',
  'wrong-iss': 'login_mismatch',
  'right-iss': 'signed in',
  'token-slow': 'idp_unavailable',
  'token-hang': 'idp_unavailable',
  'token-stall': 'idp_unavailable',
  'token-reset': 'idp_unavailable',
  'token-400-empty': 'idp_bad_response',
  'token-400-message': 'idp_bad_response',
  'token-400-invalid-grant': 'idp_bad_response',
  'token-401': 'idp_rejected_client',
  'token-403-html': 'idp_rejected_client',
  'token-429': 'idp_unavailable',
  'token-500': 'idp_unavailable',
  'token-503': 'idp_unavailable',
  'token-html-200': 'idp_bad_response',
  'token-redirect': 'idp_bad_response',
  'token-huge': 'idp_bad_response',
  'token-201': 'idp_bad_response',
  'token-text-plain': 'idp_bad_response',
  'token-no-id-token': 'idp_bad_response',
  'token-no-access-token': 'idp_bad_response',
  'token-number-access-token': 'idp_bad_response',
  'token-array': 'idp_bad_response',
  'token-truncated': 'idp_bad_response',
  'token-type-mac': 'idp_bad_response',
  'token-type-bearer': 'signed in',
  'id-token-wrong-iss': 'idp_bad_response',
  'id-token-iss-slash': 'idp_bad_response',
  'id-token-wrong-aud': 'idp_bad_response',
  'id-token-aud-array': 'signed in',
  'id-token-two-audiences': 'idp_bad_response',
  'id-token-wrong-azp': 'idp_bad_response',
  'id-token-expired': 'idp_bad_response',
  'id-token-future-iat': 'idp_bad_response',
  'id-token-far-exp': 'idp_bad_response',
  'id-token-string-exp': 'idp_bad_response',
  'id-token-not-before-future': 'idp_bad_response',
  'id-token-no-exp': 'idp_bad_response',
  'id-token-no-iat': 'idp_bad_response',
  'id-token-no-nonce': 'idp_bad_response',
  'id-token-wrong-nonce': 'idp_bad_response',
  'id-token-no-sub': 'idp_bad_response',
  'id-token-empty-sub': 'idp_bad_response',
  'id-token-number-sub': 'idp_bad_response',
  'id-token-long-sub': 'idp_bad_response',
  'id-token-wrong-at-hash': 'idp_bad_response',
  'id-token-right-at-hash': 'signed in',
  'id-token-alg-none': 'idp_bad_response',
  'id-token-alg-hs256': 'idp_bad_response',
  'id-token-alg-hs256-public-key': 'idp_bad_response',
  'id-token-alg-ps256': 'idp_bad_response',
  'id-token-bad-signature': 'idp_bad_response',
  'id-token-unknown-kid': 'idp_bad_response',
  'id-token-other-key-right-kid': 'idp_bad_response',
  'id-token-other-key-in-header': 'idp_bad_response',
  'id-token-other-key-by-url': 'idp_bad_response',
  'id-token-no-kid': 'signed in',
  'id-token-weak-key': 'idp_bad_response',
  'id-token-crit': 'idp_bad_response',
  'id-token-encrypted': 'idp_bad_response',
  'id-token-not-a-jwt': 'idp_bad_response',
  'jwks-500': 'idp_unavailable',
  'jwks-slow': 'idp_unavailable',
  'jwks-hang': 'idp_unavailable',
  'jwks-stall': 'idp_unavailable',
  'jwks-reset': 'idp_unavailable',
  'jwks-html': 'idp_bad_response',
  'jwks-redirect': 'idp_bad_response',
  'jwks-huge': 'idp_bad_response',
  'jwks-empty': 'idp_bad_response',
  'jwks-wrong-use': 'idp_bad_response',
  'jwks-extra-keys': 'signed in',
  'jwks-bare-keys': 'signed in',
  'jwks-rotated': 'signed in',
  'userinfo-401': 'idp_bad_response',
  'userinfo-401-bare': 'idp_bad_response',
  'userinfo-401-empty': 'idp_bad_response',
  'userinfo-429': 'idp_unavailable',
  'userinfo-500': 'idp_unavailable',
  'userinfo-slow': 'idp_unavailable',
  'userinfo-hang': 'idp_unavailable',
  'userinfo-stall': 'idp_unavailable',
  'userinfo-reset': 'idp_unavailable',
  'userinfo-html-200': 'idp_bad_response',
  'userinfo-empty-200': 'idp_bad_response',
  'userinfo-redirect': 'idp_bad_response',
  'userinfo-huge': 'idp_bad_response',
  'userinfo-swapped-sub': 'idp_bad_response',
  'userinfo-no-sub': 'idp_bad_response',
  'userinfo-number-sub': 'idp_bad_response',
  'userinfo-only-key': 'idp_bad_response',
  'userinfo-only-data': 'idp_bad_response',
  'userinfo-data-array': 'idp_bad_response',
  'userinfo-data-number': 'idp_bad_response',
  'userinfo-array': 'idp_bad_response',
  'userinfo-extra-field': 'signed in',
  'userinfo-missing-field': 'signed in',
  'userinfo-proto-field': 'signed in',
  'userinfo-empty-value': 'signed in',
  'userinfo-field-64k': 'signed in',
  'userinfo-key-other-client': 'data_unavailable',
  'userinfo-key-rsa1_5': 'data_unavailable',
  'userinfo-key-pbes2': 'data_unavailable',
  'userinfo-key-not-json': 'data_unavailable',
  'userinfo-key-single-quotes': 'data_unavailable',
  'userinfo-key-array': 'data_unavailable',
  'userinfo-key-kty-rsa': 'data_unavailable',
  'userinfo-key-wrong-length': 'data_unavailable',
  'userinfo-key-bare': 'signed in',
  'userinfo-alg-member-differs': 'signed in',
  'userinfo-field-broken-tag': 'data_unavailable',
  'userinfo-field-short-tag': 'data_unavailable',
  'userinfo-field-other-key': 'data_unavailable',
  'userinfo-field-zip': 'data_unavailable',
  'userinfo-field-crit': 'data_unavailable',
  'userinfo-field-pbes2': 'data_unavailable',
  'userinfo-field-four-parts': 'data_unavailable',
  'userinfo-field-six-parts': 'data_unavailable',
  'userinfo-field-bad-base64': 'data_unavailable',
  'userinfo-field-invalid-utf8': 'data_unavailable',
}

/** Little where sgID never answers in time, much where a busy machine must not look like that. */
function timeouts(name: FaultName) {
  const seconds = /slow|hang|stall/.test(name) ? 0.2 : 20
  return { token: seconds, userInfo: seconds, keySet: seconds }
}

test('a fault that is legal, and no other, lets the person in', () => {
  const legal = faultNames.filter((name) => faults[name].legal)
  expect(faultNames.filter((name) => ends[name] === 'signed in')).toEqual(legal)
})

describe('a login while sgID has the fault (P7, P8)', () => {
  const names = faultNames.filter((name) => ends[name] !== 'stays at sgID')
  test.each(names.map((name) => [name, ends[name]] as const))(
    '%s ends in: %s',
    async (name, end) => {
      const door = await openFrontDoor({ timeouts: timeouts(name) })
      door.simulator.faults.set(name)
      const { browser, answer } = await signIn(door)
      const { authenticated } = await session(browser)

      expect(errorCode(answer) ?? 'signed in').toBe(end)
      expect(authenticated).toBe(end === 'signed in')
      // RFC 6749 §4.1.2: a code is for one token request, whatever its answer.
      expect(door.seen('/v2/oauth/token').length).toBeLessThanOrEqual(1)
      const sessions = [...door.stored.keys()].filter((key) => key.startsWith('s:'))
      expect(sessions).toHaveLength(end === 'signed in' ? 1 : 0)
    },
  )
})

test('every failure to decrypt looks the same from outside (P9)', async () => {
  const door = await openFrontDoor()
  const answers: string[] = []
  for (const name of faultNames.filter((each) => ends[each] === 'data_unavailable')) {
    door.simulator.faults.clear()
    door.simulator.faults.set(name)
    const { answer } = await signIn(door)
    const seen = [answer.status, ...answer.headers].join('\n')
    answers.push(seen.replaceAll(/[\dA-Z]{4}-[\dA-Z]{4}/g, 'REF'))
  }

  expect(answers.length).toBeGreaterThan(10)
  expect(new Set(answers).size).toBe(1)
})

test('an unasked field is neither stored nor shown (P8)', async () => {
  const door = await openFrontDoor({
    simulator: { dialect: 'mockpass' },
    settings: { SGID_SCOPES: 'openid myinfo.name' },
  })
  const { browser } = await signIn(door)

  const { data, masked } = await userInfo(browser)
  expect([Object.keys(data), masked]).toEqual([['myinfo.name'], {}])
})

test('fields with the names of object internals are data like any other, and unasked (P8)', async () => {
  const door = await openFrontDoor()
  door.simulator.faults.set('userinfo-proto-field')
  const { browser } = await signIn(door)

  const text = await (await browser.call('/auth/userinfo')).text()
  expect(text).not.toMatch(/__proto__|constructor/)
})

test('a value of 64 KiB comes through whole', async () => {
  const door = await openFrontDoor({ settings: { SGID_SCOPES: 'openid myinfo.name' } })
  door.simulator.faults.set('userinfo-field-64k')
  const { browser } = await signIn(door)

  const { data } = await userInfo(browser)
  expect(data['myinfo.name']).toHaveLength(65_536)
})

describe('the key set', () => {
  test('is fetched once for many logins that wait for it (P28)', async () => {
    const door = await openFrontDoor({
      tamper: async (url, answer) => {
        if (url.endsWith('jwks.json')) await new Promise((resolve) => setTimeout(resolve, 300))
        return answer
      },
    })
    await Promise.all(Array.from({ length: 8 }, () => signIn(door)))

    expect(door.seen('/v2/.well-known/jwks.json')).toHaveLength(1)
  })

  test('is fetched again when a key was rotated in, but not for each token of a stranger (P28)', async () => {
    const door = await openFrontDoor()
    await signIn(door)
    await door.simulator.rotateKeys()
    expect(location((await signIn(door)).answer)).toBe('/profile')
    door.simulator.faults.set('id-token-unknown-kid')
    await Promise.all(Array.from({ length: 5 }, () => signIn(door)))

    expect(door.seen('/v2/.well-known/jwks.json')).toHaveLength(2)
    door.clock.now += 31_000
    await signIn(door)
    expect(door.seen('/v2/.well-known/jwks.json')).toHaveLength(3)
  })

  test('is not fetched for each token of a stranger either while it cannot be had (P28)', async () => {
    const door = await openFrontDoor()
    await signIn(door)
    door.simulator.faults.set('jwks-500')
    door.simulator.faults.set('id-token-unknown-kid')
    for (let i = 0; i < 3; i++) await signIn(door)

    // The first one's fetch, and its repetition.
    expect(door.seen('/v2/.well-known/jwks.json')).toHaveLength(1 + 2)
  })

  test('is used while sgID cannot give a new one, up to a day (P28)', async () => {
    const door = await openFrontDoor()
    await signIn(door)
    door.simulator.faults.set('jwks-500')
    door.clock.now += 23 * 60 * 60_000
    expect(location((await signIn(door)).answer)).toBe('/profile')
    door.clock.now += 2 * 60 * 60_000

    expect(errorCode((await signIn(door)).answer)).toBe('idp_unavailable')
  })
})

describe('an answer that was made to hurt', () => {
  const rewriting =
    (path: string, change: (body: Record<string, unknown>) => object) =>
    async (url: string, answer: Response) =>
      url.endsWith(path)
        ? Response.json(change(z.looseObject({}).parse(await answer.json())))
        : answer

  test.each(['a\r\nX-Injected: 1', 'a b', 'ä', ''])(
    'an access token of %j goes into no header (P10)',
    async (token) => {
      const tamper = rewriting('/token', (body) => ({ ...body, access_token: token }))
      const door = await openFrontDoor({ tamper })

      expect(errorCode((await signIn(door)).answer)).toBe('idp_bad_response')
      expect(door.seen('/v2/oauth/userinfo')).toEqual([])
    },
  )

  test('user info of more than 200 fields is not looked at (P8)', async () => {
    const many = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`x.${i}`, 'a']))
    const tamper = rewriting('/userinfo', (body) => ({
      ...body,
      data: { ...many, ...Object(body['data']) },
    }))
    const door = await openFrontDoor({ tamper })

    expect(errorCode((await signIn(door)).answer)).toBe('idp_bad_response')
  })
})
