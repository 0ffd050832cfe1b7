import type { FaultName } from 'sgid-simulator'
import { describe, expect, test } from 'vitest'
import { errorCode, openFrontDoor, signIn } from '../testing/front-door.ts'
import type { Timeouts } from './sgid.ts'

/** Seconds that no test waits for. */
const long: Timeouts = { token: 600, userInfo: 600, keySet: 600, signIn: 600 }

async function meet(fault: FaultName, { times = 99, timeouts = long } = {}) {
  const door = await openFrontDoor({ timeouts })
  door.simulator.faults.set(fault, { times })
  const { answer } = await signIn(door)
  return {
    end: errorCode(answer) ?? 'signed in',
    tokenRequests: door.seen('/v2/oauth/token').length,
    userInfoRequests: door.seen('/v2/oauth/userinfo').length,
    keySetRequests: door.seen('/v2/.well-known/jwks.json').length,
  }
}

describe('a request for user info (P27)', () => {
  const short = { ...long, userInfo: 3 }

  test.concurrent.each([
    'userinfo-500',
    'userinfo-reset',
    'userinfo-hang',
    'userinfo-stall',
  ] as const)(
    'is repeated when it had no answer, and the person is signed in: %s',
    async (fault) => {
      const timeouts = /hang|stall/.test(fault) ? short : long

      expect(await meet(fault, { times: 1, timeouts })).toMatchObject({
        end: 'signed in',
        tokenRequests: 1,
        userInfoRequests: 2,
      })
    },
  )

  test('is repeated once and no more', async () => {
    expect(await meet('userinfo-500')).toMatchObject({
      end: 'idp_unavailable',
      userInfoRequests: 2,
    })
  })

  test.each([
    ['userinfo-429', 'idp_unavailable'],
    ['userinfo-401', 'idp_bad_response'],
    ['userinfo-html-200', 'idp_bad_response'],
    ['userinfo-redirect', 'idp_bad_response'],
    ['userinfo-huge', 'idp_bad_response'],
  ] as const)('is not repeated when sgID has answered: %s', async (fault, end) => {
    expect(await meet(fault)).toMatchObject({ end, userInfoRequests: 1 })
  })

  test('is not repeated when the time of the sign-in is over', async () => {
    const timeouts = { ...long, signIn: 3 }

    expect(await meet('userinfo-hang', { timeouts })).toMatchObject({
      end: 'idp_unavailable',
      userInfoRequests: 1,
    })
  })
})

test.each(['token-500', 'token-reset', 'token-hang', 'token-stall', 'token-truncated'] as const)(
  'a token request is never repeated, for the code may be spent: %s (P27)',
  async (fault) => {
    const timeouts = { ...long, token: /hang|stall/.test(fault) ? 0.2 : 600 }

    expect(await meet(fault, { timeouts })).toMatchObject({ tokenRequests: 1 })
  },
)

describe('a fetch of the key set (P27, P28)', () => {
  test.each(['jwks-500', 'jwks-reset'] as const)('is repeated once: %s', async (fault) => {
    expect(await meet(fault, { times: 1 })).toMatchObject({ end: 'signed in', keySetRequests: 2 })
    expect(await meet(fault)).toMatchObject({ end: 'idp_unavailable', keySetRequests: 2 })
  })

  test('is not repeated when its time is over: both have the same few seconds', async () => {
    const timeouts = { ...long, keySet: 0.2 }

    expect(await meet('jwks-hang', { timeouts })).toMatchObject({ keySetRequests: 1 })
  })
})

describe('the time that sgID has (P25)', () => {
  test.each<[keyof Timeouts, FaultName]>([
    ['token', 'token-hang'],
    ['token', 'token-stall'],
    ['userInfo', 'userinfo-hang'],
    ['userInfo', 'userinfo-stall'],
    ['keySet', 'jwks-hang'],
    ['keySet', 'jwks-stall'],
    ['signIn', 'token-hang'],
    ['signIn', 'token-stall'],
    ['signIn', 'userinfo-hang'],
    ['signIn', 'userinfo-stall'],
  ])('for %s ends when it never answers: %s', async (kind, fault) => {
    const { end } = await meet(fault, { timeouts: { ...long, [kind]: 0.3 } })

    expect(end).toBe('idp_unavailable')
  })
})
