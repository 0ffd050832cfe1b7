import { personas } from 'sgid-simulator'
import { describe, expect, test } from 'vitest'
import {
  callback,
  client,
  errorCode,
  location,
  openFrontDoor,
  origin,
  session,
  signIn,
  userInfo,
} from '../testing/front-door.ts'

describe('a person who agrees at sgID', () => {
  test('comes back to the page they started from, and that page gets their details', async () => {
    const door = await openFrontDoor()
    const { browser, answer } = await signIn(door, { returnTo: '/zh/profile?tab=1#top' })

    expect(answer.status).toBe(303)
    expect(location(answer)).toBe('/zh/profile?tab=1#top')
    expect(await userInfo(browser)).toEqual({
      sub: expect.stringMatching(/^u=/),
      data: { 'myinfo.name': personas.plain.data['myinfo.name'] },
      masked: { 'myinfo.nric_number': expect.stringMatching(/^•••••\d{3}[A-Z]$/) },
    })
  })

  test.each([
    ['sgid', 'dir'],
    ['sgid', 'A128GCMKW'],
    ['mockpass', 'dir'],
  ] as const)(
    'is signed in when sgID speaks the %s dialect with %s fields',
    async (dialect, fields) => {
      const door = await openFrontDoor({ simulator: { dialect, fields } })
      const { browser } = await signIn(door, { persona: 'chinese' })

      const { data } = await userInfo(browser)
      expect(data).toEqual({ 'myinfo.name': personas.chinese.data['myinfo.name'] })
    },
  )

  test('and shares nothing but an id has a session without details', async () => {
    const door = await openFrontDoor({ settings: { SGID_SCOPES: 'openid' } })
    const { browser } = await signIn(door)

    const { data, masked } = await userInfo(browser)
    expect([data, masked]).toEqual([{}, {}])
  })

  test('is told the time they have, in two kinds of seconds (P13)', async () => {
    const door = await openFrontDoor()
    const { browser } = await signIn(door)
    door.clock.now += 100_000

    expect(await session(browser)).toEqual({
      authenticated: true,
      scopes: ['openid', 'myinfo.name', 'myinfo.nric_number'],
      expiresIn: 14_300,
      idleExpiresIn: 800,
    })
  })

  test('does not leave for sgID again while signed in', async () => {
    const door = await openFrontDoor()
    const { browser } = await signIn(door)

    const again = await browser.visit('/auth/login?returnTo=/ms/profile')
    expect([again.status, location(again), again.headers.getSetCookie()]).toEqual([
      303,
      '/ms/profile',
      [],
    ])
  })
})

test('the authorization request holds the configured parameters, once each, and S256 (P1)', async () => {
  const door = await openFrontDoor()
  const out = await door
    .newBrowser()
    .visit('/auth/login?returnTo=/profile&scope=openid%20evil&client_id=evil&redirect_uri=//evil')

  const url = new URL(location(out))
  expect(url.origin + url.pathname).toBe('https://sgid.test/v2/oauth/authorize')
  expect([...url.searchParams]).toEqual([
    ['response_type', 'code'],
    ['client_id', client.clientId],
    ['redirect_uri', callback],
    ['scope', 'openid myinfo.name myinfo.nric_number'],
    ['state', expect.stringMatching(/^[\w-]{40,128}$/)],
    ['nonce', expect.stringMatching(/^[\w-]{43}$/)],
    ['code_challenge', expect.stringMatching(/^[\w-]{43}$/)],
    ['code_challenge_method', 'S256'],
  ])
})

test('the code verifier is in no cookie, no address and no body that the browser sees', async () => {
  const door = await openFrontDoor()
  const { browser, back, answer } = await signIn(door)

  const verifier = door.seen('/v2/oauth/token')[0]?.form?.['code_verifier'] ?? ''
  expect(verifier).toMatch(/^[\w-]{43}$/)
  const visible = [...browser.cookies.values()].map(({ value }) => value).join(' ')
  expect(`${visible} ${back} ${JSON.stringify([...answer.headers])}`).not.toContain(verifier)
})

describe('a person who does not agree', () => {
  test('is told so in the language they were reading, and nobody is signed in', async () => {
    const door = await openFrontDoor()
    const browser = door.newBrowser()
    const out = await browser.visit('/auth/login?returnTo=/ta/profile')
    const answer = await browser.arrive(await door.approve(out, { allow: false }))

    expect(location(answer)).toMatch(/^\/ta\/error\/login_cancelled\?ref=[\dA-Z]{4}-[\dA-Z]{4}$/)
    expect(await session(browser)).toMatchObject({
      authenticated: false,
    })
    expect(door.seen('/v2/oauth/token')).toEqual([])
  })
})

describe('several tabs', () => {
  test.each([
    ['first', [0, 1]],
    ['last', [1, 0]],
  ] as const)(
    'started one after the other finish with the one opened %s in front',
    async (_, order) => {
      const door = await openFrontDoor()
      const browser = door.newBrowser()
      const tabs = [
        await door.approve(await browser.visit('/auth/login?returnTo=/tab/0')),
        await door.approve(await browser.visit('/auth/login?returnTo=/tab/1')),
      ]

      for (const tab of order) {
        expect(location(await browser.arrive(tabs[tab] ?? ''))).toBe(`/tab/${tab}`)
      }
    },
  )

  test('beyond five push out the oldest login, which is then told to start again', async () => {
    const door = await openFrontDoor()
    const browser = door.newBrowser()
    const tabs: URL[] = []
    for (let tab = 0; tab < 6; tab++) {
      tabs.push(await door.approve(await browser.visit('/auth/login')))
      door.clock.now += 1000
    }

    expect(browser.cookies.size).toBe(5)
    expect(errorCode(await browser.arrive(tabs[0] ?? ''))).toBe('login_elsewhere')
    expect(location(await browser.arrive(tabs[1] ?? ''))).toBe('/profile')
  })
})

describe('a login that takes longer than its time', () => {
  test('ends in a page that says so', async () => {
    const door = await openFrontDoor()
    const browser = door.newBrowser()
    const back = await door.approve(await browser.visit('/auth/login?returnTo=/zh/'))
    door.clock.now += 601_000

    expect(errorCode(await browser.arrive(back))).toBe('login_expired')
    expect(door.seen('/v2/oauth/token')).toEqual([])
  })

  test('ends there too when the browser has dropped the cookie by then', async () => {
    const door = await openFrontDoor()
    const browser = door.newBrowser()
    const back = await door.approve(await browser.visit('/auth/login'))
    door.clock.now += 601_000
    browser.cookies.clear()

    expect(errorCode(await browser.arrive(back))).toBe('login_expired')
  })
})

describe('a person who comes back without the cookie of the login (P2)', () => {
  test.each([
    ['/ms/apply?step=2', '/ms/error/login_elsewhere', '/ms/apply?step=2'],
    ['/apply', '/error/login_elsewhere', '/apply'],
    ['/zh/profile', '/zh/error/login_elsewhere', null],
    ['/profile', '/error/login_elsewhere', null],
  ])(
    'on the way to %s reads why, in their language, and can start again from there',
    async (returnTo, page, told) => {
      const door = await openFrontDoor()
      const first = door.newBrowser()
      const out = await first.visit(`/auth/login?returnTo=${encodeURIComponent(returnTo)}`)
      const back = await door.approve(out)
      const there = new URL(location(await door.newBrowser().arrive(back)), origin)

      expect([there.pathname, there.searchParams.get('returnTo')]).toEqual([page, told])
      expect(location(await first.arrive(back))).toBe(returnTo)
    },
  )

  test('is told nothing of a login that was not begun here', async () => {
    const door = await openFrontDoor()
    const state = `${Date.now().toString(36)}-${'x'.repeat(90)}`
    const answer = await door.newBrowser().arrive(`/auth/callback?code=c&state=${state}`)

    expect(location(answer)).toMatch(/^\/error\/login_elsewhere\?ref=[0-9A-Z-]{9}$/)
  })
})
