import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Fetch } from '../provider/exchange.ts'
import {
  client,
  errorCode,
  location,
  openFrontDoor,
  session,
  userInfo,
} from '../testing/front-door.ts'
import { answerConsent, person, startOidcProvider } from './node-oidc-provider.ts'

// A public origin of https would not have plain http behind it.
const callback = 'http://localhost:3000/auth/callback'
const otherCallback = 'http://localhost:3000/auth/other'

let op: Awaited<ReturnType<typeof startOidcProvider>>
beforeAll(async () => {
  // It advises its operator on what to change before going live.
  vi.spyOn(console, 'warn').mockImplementation(() => {})
  vi.spyOn(console, 'info').mockImplementation(() => {})
  op = await startOidcProvider({ ...client, redirectUris: [callback, otherCallback] })
})
beforeEach(() => {
  op.refusals.length = 0
})
afterAll(async () => {
  await op.stop()
  vi.restoreAllMocks()
})

describe('a certified OpenID provider in the place of sgID', () => {
  test('signs a person in, and the page gets the name that was shared', async () => {
    const { browser, answer } = await signInThrough({})

    expect([answer.status, location(answer)]).toEqual([303, '/profile'])
    const data = { 'myinfo.name': person.name }
    expect(await userInfo(browser)).toEqual({ sub: person.accountId, data, masked: {} })
    expect(op.refusals).toEqual([])
  })

  test('gets each parameter of the authorization request once', async () => {
    const { url } = await signInThrough({})

    const parameters = [...url.searchParams].sort(([a], [b]) => a.localeCompare(b))
    expect(parameters).toEqual([
      ['client_id', client.clientId],
      ['code_challenge', expect.stringMatching(/^[\w-]{43}$/)],
      ['code_challenge_method', 'S256'],
      ['nonce', expect.stringMatching(/^[\w-]{43,128}$/)],
      ['redirect_uri', callback],
      ['response_type', 'code'],
      ['scope', 'openid myinfo.name'],
      ['state', expect.stringMatching(/^[\w-]{43,128}$/)],
    ])
  })

  test('tells that the person refused, and the login ends as cancelled', async () => {
    const { browser, answer } = await signInThrough({ choice: 'deny' })

    expect(errorCode(answer)).toBe('login_cancelled')
    expect(await session(browser)).toMatchObject({ authenticated: false })
  })

  test('refuses a wrong client secret, and the login ends as one of a rejected client', async () => {
    const { browser, answer } = await signInThrough({ settings: { SGID_CLIENT_SECRET: 'guess' } })

    expect(op.refusals).toEqual([expect.stringContaining('secret')])
    expect(errorCode(answer)).toBe('idp_rejected_client')
    expect(await session(browser)).toMatchObject({ authenticated: false })
  })

  test.each([
    ['code_verifier', 'A'.repeat(43), 'code_verifier does not match code_challenge'],
    ['redirect_uri', otherCallback, 'authorization code redirect_uri mismatch'],
    ['code', 'guess', 'authorization code not found'],
  ])('refuses a token request whose %s changed on the way', async (name, value, refusal) => {
    const changing: Fetch = (url, init) =>
      url.endsWith('/token') ? withField(url, init, name, value) : fetch(url, init)

    const { browser, answer } = await signInThrough({ fetch: changing })

    expect(op.refusals).toEqual([refusal])
    expect(errorCode(answer)).toBe('idp_bad_response')
    expect(await session(browser)).toMatchObject({ authenticated: false })
  })

  test.each([
    [['code_challenge'], 'code_challenge must be provided with code_challenge_method'],
    [['code_challenge_method'], 'code_challenge_method must be provided'],
    [
      ['code_challenge', 'code_challenge_method'],
      'Authorization Server policy requires PKCE to be used for this request',
    ],
  ])('refuses an authorization request without %j', async (names, refusal) => {
    const { browser, answer } = await signInThrough({
      onTheWay: ({ searchParams }) => names.map((name) => searchParams.delete(name)),
    })

    expect(op.refusals).toEqual([refusal])
    expect(errorCode(answer)).toBe('idp_rejected_client')
    expect(await session(browser)).toMatchObject({ authenticated: false })
  })

  test.each([
    ['client_id', 'OTHER', 'client is invalid'],
    ['redirect_uri', 'https://evil.test/', "redirect_uri did not match any of the client's"],
  ])('keeps a browser whose authorization request has another %s', async (name, value, refusal) => {
    const { at } = await signInThrough({
      onTheWay: ({ searchParams }) => searchParams.set(name, value),
    })

    expect([at.status, location(at)]).toEqual([400, ''])
    expect(op.refusals).toEqual([expect.stringContaining(refusal)])
  })

  test.each([
    ['state', '', 'login_mismatch'],
    ['state', 'A'.repeat(43), 'login_elsewhere'],
    ['nonce', '', 'idp_bad_response'],
    ['nonce', 'A'.repeat(43), 'idp_bad_response'],
  ])(
    'agrees to an authorization request with the %s %j, and we do not',
    async (name, value, code) => {
      const { browser, answer } = await signInThrough({
        onTheWay: ({ searchParams }) => searchParams.set(name, value),
      })

      expect(op.refusals).toEqual([])
      expect(errorCode(answer)).toBe(code)
      expect(await session(browser)).toMatchObject({ authenticated: false })
    },
  )

  test('names itself in the callback, and another name there ends the login', async () => {
    const { browser, at, answer } = await signInThrough({
      onTheWayBack: ({ searchParams }) => searchParams.set('iss', 'https://evil.test'),
    })

    expect(new URL(location(at)).searchParams.get('iss')).toBe(`${op.origin}/v2`)
    expect(errorCode(answer)).toBe('login_mismatch')
    expect(await session(browser)).toMatchObject({ authenticated: false })
  })
})

interface Login {
  settings?: Record<string, string>
  fetch?: Fetch
  choice?: 'allow' | 'deny'
  /** What happens to the authorization request between the BFF and the provider. */
  onTheWay?: (url: URL) => void
  /** What happens to the callback between the provider and the BFF. */
  onTheWayBack?: (url: URL) => void
}

/** A whole login with the provider, as far as it goes. */
async function signInThrough(login: Login) {
  const settings = {
    SGID_REDIRECT_URI: callback,
    SGID_HOSTNAME: op.origin,
    SGID_SCOPES: 'openid myinfo.name',
    ...login.settings,
  }
  const door = await openFrontDoor({ settings, fetch: login.fetch ?? fetch })
  const browser = door.newBrowser()
  const url = new URL(location(await browser.visit('/auth/login')))
  login.onTheWay?.(url)
  const at = await answerConsent(url.href, login.choice)
  const back = new URL(location(at), callback)
  login.onTheWayBack?.(back)
  return { browser, url, at, answer: await browser.arrive(back) }
}

async function withField(url: string, init: RequestInit, name: string, value: string) {
  const form = new URLSearchParams(await new Request(url, init).text())
  form.set(name, value)
  return fetch(url, { ...init, body: form })
}
