import { randomBytes } from 'node:crypto'
import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { openFrontDoor, settings, signIn, userInfo } from '../testing/front-door.ts'
import { redacted } from './redacted.ts'

describe('what a person did is told in lines that belong together (P38)', () => {
  test('one login: it began, came back, made a session and was finished, as one person', async () => {
    const door = await openFrontDoor()
    const { browser } = await signIn(door)
    const lines = (name: string) => door.log.filter(({ event }) => event === name)

    expect(door.log.map(({ event }) => event)).toEqual([
      'login.started',
      'login.returned',
      'keys.refreshed',
      'session.created',
      'login.finished',
    ])
    const [, returned, , created, finished] = door.log.map(({ fields }) => fields)
    expect(returned?.ref).toMatch(/^\w{4}-\w{4}$/)
    expect([created?.ref, finished?.ref]).toEqual([returned?.ref, returned?.ref])

    await browser.call('/auth/session/extend', { method: 'POST' })
    await browser.call('/auth/userinfo?reveal=myinfo.nric_number')
    await browser.call('/auth/logout', { method: 'POST' })
    const person = created?.person
    expect(person).toMatch(/^[\w-]{16}$/)
    expect(lines('session.extended')).toMatchObject([{ fields: { person } }])
    expect(lines('session.revealed')).toMatchObject([
      { fields: { person, scope: 'myinfo.nric_number' } },
    ])
    expect(lines('session.ended')).toMatchObject([
      { fields: { person, reason: 'the person logged out' } },
    ])
  })

  test('two people have two names, one has the same on every instance, and another secret gives another', async () => {
    const door = await openFrontDoor()
    const secret = randomBytes(32).toString('base64')
    const rotated = await door.instance({ SESSION_SECRET: `${secret},${settings.SESSION_SECRET}` })
    const again = await door.instance()
    const { browser } = await signIn(door)
    await signIn(door, { persona: 'chinese' })
    await signIn(door, { browser: door.newBrowser(again) })
    await signIn(door, { browser: door.newBrowser(rotated) })

    const names = door.log
      .filter(({ event }) => event === 'session.created')
      .map(({ fields }) => fields?.person)
    expect(names[2]).toBe(names[0])
    expect(new Set(names).size).toBe(3)
    expect(JSON.stringify(door.log)).not.toContain((await userInfo(browser)).sub)
  })

  test('who signs in where another is signed in ends that one’s session, and the line says so', async () => {
    const door = await openFrontDoor()
    const late = door.newBrowser()
    const back = await door.approve(await late.visit('/auth/login'), { persona: 'chinese' })
    await signIn(door, { browser: late })
    const first = door.log.find(({ event }) => event === 'session.created')?.fields?.person
    // As browsers do it that send every cookie along a chain of redirects.
    await late.visit(String(back))

    expect(door.log.filter(({ event }) => event === 'session.ended')).toMatchObject([
      { fields: { person: first, reason: 'a new login in the same browser' } },
    ])
  })
})

describe('a refusal is told with the request’s reference', () => {
  test('and the route that was meant, never the path that was sent', async () => {
    const door = await openFrontDoor()
    const browser = door.newBrowser()
    await browser.visit('/auth/callback?state=S2937&code=C7331')
    await browser.call('/auth/nobody-knows-S2937')
    await browser.call('/auth/userinfo')

    const ref = expect.stringMatching(/^\w{4}-\w{4}$/)
    expect(door.log).toMatchObject([
      { event: 'request.refused', fields: { ref, route: '/auth/callback' } },
      { event: 'request.refused', fields: { ref, code: 'not_found' } },
      {
        event: 'request.refused',
        fields: { ref, route: '/auth/userinfo', code: 'session_required' },
      },
    ])
    expect(door.log[1]?.fields).not.toHaveProperty('route')
    expect(JSON.stringify(door.log)).not.toMatch(/S2937|C7331/)
  })

  test('doubled cookies and records that do not open, too (P12, P17)', async () => {
    const door = await openFrontDoor()
    const { browser } = await signIn(door)
    const Cookie = [...browser.cookies].map(([name, { value }]) => `${name}=${value}`).join('; ')
    await door.newBrowser().call('/auth/session', { headers: { Cookie: `${Cookie}; ${Cookie}` } })
    const forged = Cookie.replace(/.{6}$/, 'AAAAAA')
    await door.newBrowser().call('/auth/session', { headers: { Cookie: forged } })

    const ref = expect.stringMatching(/^\w{4}-\w{4}$/)
    expect(door.log.slice(-2)).toEqual([
      { event: 'session.ambiguous_cookie', fields: { ref } },
      { event: 'session.unreadable', fields: { ref } },
    ])
  })
})

test('a key set that cannot be fetched leaves a line that says why', async () => {
  const door = await openFrontDoor()
  door.simulator.faults.set('jwks-500')
  await signIn(door)

  expect(door.log.find(({ event }) => event === 'keys.failed')?.fields).toMatchObject({
    code: expect.stringMatching(/^idp_/),
    reason: expect.any(String),
  })
})

test('what is a person’s prints nothing of itself, however it is printed (P38)', () => {
  const person = redacted({ sub: 'u=S2937' })
  const printed = [`${person}`, String([person]), JSON.stringify({ person }), inspect({ person })]

  expect(printed.join()).not.toContain('S2937')
  expect(printed.every((text) => text.includes('[redacted]'))).toBe(true)
  expect(person.reveal()).toEqual({ sub: 'u=S2937' })
})
