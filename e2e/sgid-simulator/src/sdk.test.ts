import { SgidClient } from '@opengovsg/sgid-client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { approve, type MadeClient, makeClient, personas, serveSimulator } from './index.ts'

const redirectUri = 'http://localhost:3000/auth/callback'
const codeVerifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
const codeChallenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'

let made: MadeClient
beforeAll(async () => {
  made = await makeClient({ scopes: ['openid', 'myinfo.name', 'myinfo.registered_address'] })
})

describe.each([
  { dialect: 'sgid', fields: 'dir' } as const,
  { dialect: 'sgid', fields: 'dir-A128GCM' } as const,
  { dialect: 'sgid', fields: 'A128GCMKW' } as const,
  { dialect: 'sgid', fields: 'A256GCMKW' } as const,
  { dialect: 'mockpass' } as const,
])('over the network, answering as $dialect $fields', (shape) => {
  let server: Awaited<ReturnType<typeof serveSimulator>>
  beforeAll(async () => {
    server = await serveSimulator({ ...shape, clients: [made.client], port: 0 })
  })
  afterAll(() => server.close())

  test.each(['privateKey', 'privateKeyPkcs1'] as const)(
    'the official SDK logs a person in and reads their data with a %s',
    async (key) => {
      const { clientId, clientSecret } = made.client
      const privateKey = made[key]
      const hostname = server.origin
      const sdk = new SgidClient({ clientId, clientSecret, privateKey, redirectUri, hostname })

      const { url, nonce = null } = sdk.authorizationUrl({
        state: 'state-1',
        scope: made.client.scopes,
        codeChallenge,
      })
      const callback = await approve(fetch, url, { persona: 'tamil' })
      const code = callback.searchParams.get('code') ?? ''
      const { sub, accessToken } = await sdk.callback({ code, nonce, codeVerifier })
      const userInfo = await sdk.userinfo({ sub, accessToken })

      expect(callback.searchParams.get('state')).toBe('state-1')
      expect(userInfo.sub).toMatch(/^u=[0-9a-f-]{36}$/)
      expect(userInfo.data).toMatchObject({
        'myinfo.name': personas.tamil.data['myinfo.name'],
        'myinfo.registered_address': personas.tamil.data['myinfo.registered_address'],
      })
    },
  )
})
