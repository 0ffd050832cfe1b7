import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { nodeCrypto } from '../node-crypto.ts'
import {
  client,
  errorCode,
  location,
  openFrontDoor,
  session,
  userInfo,
} from '../testing/front-door.ts'
import { answerConsent, person, startOidcProvider } from './node-oidc-provider.ts'
import { createOidc } from './plain-oidc.ts'

const callback = 'http://localhost:3000/auth/callback'
let op: Awaited<ReturnType<typeof startOidcProvider>>
beforeAll(async () => {
  vi.spyOn(console, 'warn').mockImplementation(() => {})
  vi.spyOn(console, 'info').mockImplementation(() => {})
  op = await startOidcProvider({ ...client, redirectUris: [callback] }, { sealed: false })
})
afterAll(() => op.stop())

test('a person signs in by a provider whose user info is plain', async () => {
  const { browser, answer } = await signIn({})

  expect([answer.status, location(answer)]).toEqual([303, '/profile'])
  const data = { 'myinfo.name': person.name }
  expect(await userInfo(browser)).toEqual({ sub: person.accountId, data, masked: {} })
})

test('a person who refuses is not signed in', async () => {
  const { browser, answer } = await signIn({ choice: 'deny' })

  expect(errorCode(answer)).toBe('login_cancelled')
  expect(await session(browser)).toMatchObject({ authenticated: false })
})

test('a wrong client secret is one of a rejected client', async () => {
  const { answer } = await signIn({ clientSecret: 'guess' })

  expect(errorCode(answer)).toBe('idp_rejected_client')
})

interface Login {
  choice?: 'allow' | 'deny'
  clientSecret?: string
}

async function signIn({ choice, clientSecret = client.clientSecret }: Login) {
  const provider = await createOidc(op.origin, {
    clientId: client.clientId,
    clientSecret,
    redirectUri: callback,
    fetch,
    now: Date.now,
    crypto: nodeCrypto,
  })
  const settings = { SGID_REDIRECT_URI: callback, SGID_HOSTNAME: op.origin }
  const door = await openFrontDoor({
    settings: { ...settings, SGID_SCOPES: 'openid myinfo.name' },
    provider,
  })
  const browser = door.newBrowser()
  const at = await answerConsent(location(await browser.visit('/auth/login')), choice)
  return { browser, answer: await browser.arrive(new URL(location(at), callback)) }
}
