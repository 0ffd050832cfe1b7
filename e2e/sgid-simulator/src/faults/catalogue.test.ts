import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { paths } from '../endpoints.ts'
import { reasons } from '../testing/reasons.ts'
import { createRelyingParty, origin } from '../testing/relying-party.ts'
import { strictLogin } from '../testing/strict-login.ts'
import { faultNames, faults } from './catalogue.ts'

const party = await createRelyingParty()
const { data } = await strictLogin(party)
const legal = faultNames.filter((name) => faults[name].legal)
const illegal = faultNames.filter((name) => !faults[name].legal)

describe('a strict relying party', () => {
  test.each(illegal)('logs nobody in under %s', async (name) => {
    party.simulator.faults.clear()
    party.simulator.clearLog()
    party.simulator.faults.set(name, { times: 1 })

    await expect(strictLogin(party)).rejects.toThrow(reasons[name] ?? 'a reason of its own')

    expect(party.simulator.log().flatMap((entry) => entry.faults)).toEqual([name])
  })

  test.each(legal)('logs the person in all the same under %s', async (name) => {
    party.simulator.faults.clear()
    party.simulator.clearLog()
    party.simulator.faults.set(name, { times: 1 })

    const login = await strictLogin(party)

    expect(login.sub).toMatch(/^u=/)
    expect(party.simulator.log().flatMap((entry) => entry.faults)).toEqual([name])
  })

  test.each([
    ['userinfo-extra-field', { ...data, 'unasked.favourite_colour': 'GREEN' }],
    ['userinfo-missing-field', { 'myinfo.registered_address': data['myinfo.registered_address'] }],
    ['userinfo-empty-value', { ...data, 'myinfo.name': '' }],
    ['userinfo-field-64k', { ...data, 'myinfo.name': 'X'.repeat(65_536) }],
    ['userinfo-proto-field', { ...data, constructor: 'POLLUTED', ['__proto__']: 'POLLUTED' }],
  ] as const)('reads other data under %s', async (name, expected) => {
    party.simulator.faults.set(name, { times: 1 })

    expect((await strictLogin(party)).data).toStrictEqual(expected)
  })
})

test('a request that was given up before its slow answer uses up no fault of the next one', async () => {
  const { simulator } = party
  const body = party.tokenRequest(await party.code())
  const patience = new AbortController()
  vi.useFakeTimers({ toFake: ['setTimeout'] })
  onTestFinished(() => void vi.useRealTimers())
  simulator.faults.set('token-slow', { times: 1 })
  const { signal } = patience
  const answer = simulator.fetch(origin + paths.token, { method: 'POST', body, signal })
  await expect.poll(() => simulator.faults.active()).toEqual([])

  patience.abort(new Error('given up'))
  await expect(answer).rejects.toThrow('given up')
  simulator.faults.set('token-201', { times: 1 })
  await vi.advanceTimersByTimeAsync(10_000)

  expect(simulator.faults.active()).toEqual([{ name: 'token-201', times: 1 }])
})
