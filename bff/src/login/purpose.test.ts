import { personas } from 'sgid-simulator'
import { describe, expect, test } from 'vitest'
import type { Browser } from '../testing/browser.ts'
import {
  errorCode,
  type FrontDoor,
  location,
  openFrontDoor,
  session,
  signIn,
  userInfo,
} from '../testing/front-door.ts'

const LOGIN_PURPOSES =
  'apply=openid myinfo.name myinfo.date_of_birth; name=openid myinfo.name; look=openid'
const open = (changed = {}) => openFrontDoor({ settings: { LOGIN_PURPOSES, ...changed } })

const out = (browser: Browser, query: string) => browser.visit(`/auth/login?${query}`)
/** The scopes for which an answer sends the browser to sgID; undefined when it goes elsewhere. */
function asked(answer: Response): string | null {
  const url = new URL(location(answer), 'https://login.test')
  return url.searchParams.get('scope')
}
async function signInFor(door: FrontDoor, purpose: string, browser = door.newBrowser()) {
  const back = await door.approve(await out(browser, `purpose=${purpose}`), {
    persona: 'everything',
  })
  await browser.arrive(back)
  return { browser, back }
}

describe('a login for a purpose', () => {
  test('asks for the scopes of that purpose and for no others (P1)', async () => {
    const door = await open()

    expect(asked(await out(door.newBrowser(), 'purpose=apply'))).toBe(
      'openid myinfo.name myinfo.date_of_birth',
    )
    expect(asked(await out(door.newBrowser(), 'purpose=look&scope=openid+myinfo.name'))).toBe(
      'openid',
    )
  })

  test('gives a session of these details, which says what it is for', async () => {
    const door = await open()
    const { browser } = await signInFor(door, 'apply')
    const { data } = personas.everything

    expect((await userInfo(browser)).data).toEqual({
      'myinfo.name': data['myinfo.name'],
      'myinfo.date_of_birth': data['myinfo.date_of_birth'],
    })
    const answer = {
      authenticated: true,
      scopes: ['openid', 'myinfo.name', 'myinfo.date_of_birth'],
      purpose: 'apply',
    }
    expect(await session(browser)).toMatchObject(answer)
    const extended = await browser.call('/auth/session/extend', { method: 'POST' })
    expect(await extended.json()).toMatchObject(answer)
  })

  test.each([
    ['that does not exist', 'purpose=steal'],
    ['without a name', 'purpose='],
    ['given twice', 'purpose=apply&purpose=look'],
    ['named like a property of every object', 'purpose=constructor'],
  ])('%s is an error page, and nobody is sent to sgID (P1, P6)', async (_what, query) => {
    const door = await open()
    const browser = door.newBrowser()
    const answer = await out(browser, `${query}&returnTo=/zh/profile`)

    expect([errorCode(answer), browser.cookies.size]).toEqual(['not_found', 0])
    expect(location(answer)).toMatch(/^\/zh\/error\//)
  })

  test('that fails sends the person to a page from which they log in for the same again', async () => {
    const door = await open()
    const browser = door.newBrowser()
    const back = await door.approve(await out(browser, 'purpose=apply&returnTo=/ms/apply'), {
      allow: false,
    })

    expect(location(await browser.arrive(back))).toMatch(
      /^\/ms\/error\/login_cancelled\?ref=[\w-]{9}&returnTo=%2Fms%2Fapply&purpose=apply$/,
    )
  })

  test('opens nothing that it did not ask for, whatever sgID sends (P8)', async () => {
    const door = await open()
    const browser = door.newBrowser()
    const answer = await out(browser, 'purpose=look')
    const wider = new URL(location(answer))
    wider.searchParams.set('scope', 'openid myinfo.name')
    const changed = new Response(null, { headers: { Location: wider.href } })
    await browser.arrive(await door.approve(changed))

    expect(await userInfo(browser)).toMatchObject({ data: {}, masked: {} })
  })

  test('stays for that purpose whatever is written on the way back (P2)', async () => {
    const door = await open()
    const browser = door.newBrowser()
    const back = await door.approve(await out(browser, 'purpose=look'))
    const [name = '', cookie] = [...browser.cookies][0] ?? []
    if (!cookie) throw new Error('no login cookie')

    const swapped = cookie.value.replace('.look.', '.apply.')
    expect(swapped).not.toBe(cookie.value)
    for (const value of [swapped, cookie.value.replace('.look.', '.')]) {
      const answer = await browser.arrive(back, { Cookie: `${name}=${value}` })
      expect(errorCode(answer)).toBe('login_mismatch')
    }
    await browser.arrive(`${back}&purpose=apply`)
    expect(await session(browser)).toMatchObject({ purpose: 'look', scopes: ['openid'] })
  })

  test('that is gone from the setting when the person comes back is over', async () => {
    const door = await open()
    const later = await door.instance({ LOGIN_PURPOSES: 'other=openid' })
    const browser = door.newBrowser(later)
    const begun = await out(door.newBrowser(), 'purpose=look')
    const back = await door.approve(begun)
    const [cookie = ''] = begun.headers.getSetCookie()[0]?.split(';') ?? []

    expect(errorCode(await browser.arrive(back, { Cookie: cookie }))).toBe('login_expired')
    expect(door.seen('/v2/oauth/token')).toEqual([])
  })
})

describe('a person who is signed in', () => {
  test('for less than a page needs is sent to sgID for it, and has that session then', async () => {
    const door = await open()
    const { browser } = await signInFor(door, 'name')

    const answer = await out(browser, 'purpose=apply&returnTo=/apply')
    expect(asked(answer)).toBe('openid myinfo.name myinfo.date_of_birth')
    expect(location(await browser.arrive(await door.approve(answer)))).toBe('/apply')
    expect(await session(browser)).toMatchObject({ purpose: 'apply' })
  })

  test.each([
    ['the same purpose', 'apply', 'purpose=apply'],
    ['a purpose that asks for less', 'apply', 'purpose=name'],
    ['nothing in particular', 'look', 'x=1'],
  ])('goes straight on when the login is for %s', async (_what, had, query) => {
    const door = await open()
    const { browser } = await signInFor(door, had)

    expect(location(await out(browser, `${query}&returnTo=/on`))).toBe('/on')
  })

  test('for no purpose has what SGID_SCOPES asks for, which may be enough for one', async () => {
    const door = await open()
    const { browser } = await signIn(door)

    expect(await session(browser)).not.toHaveProperty('purpose')
    expect(location(await out(browser, 'purpose=name&returnTo=/on'))).toBe('/on')
    expect(asked(await out(browser, 'purpose=apply&returnTo=/on'))).toContain('date_of_birth')
  })
})

test('without LOGIN_PURPOSES a purpose is a parameter like any other that nobody reads', async () => {
  const door = await openFrontDoor()
  const answer = await out(door.newBrowser(), 'purpose=apply')
  const [cookie = ''] = answer.headers.getSetCookie()

  expect(asked(answer)).toBe('openid myinfo.name myinfo.nric_number')
  expect(cookie).toMatch(/^__Host-Http-tx\.[0-9a-f]{8}=v1\.\w+\.[\w-]{22}\.[\w-]+\.[\w-]{43};/)
})
