import { generateKeyPairSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { createSimulator, makeClient } from './index.ts'

test('every made client has a secret of 32 characters and an RSA key of 2,048 bits', async () => {
  const [one, other] = [await makeClient(), await makeClient()]

  expect(one.client.clientSecret).toMatch(/^.{32}$/)
  expect(one.client.clientSecret).not.toBe(other.client.clientSecret)
  expect(one.client.publicKey).not.toBe(other.client.publicKey)
  expect(one.privateKey).toMatch(/^-----BEGIN PRIVATE KEY-----/)
  expect(one.privateKeyPkcs1).toMatch(/^-----BEGIN RSA PRIVATE KEY-----/)
})

const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey

test.each([
  ['a key that is none', { publicKey: 'none' }],
  ['an EC key', { publicKey: ec.export({ type: 'spki', format: 'pem' }).toString() }],
  ['a relative redirect URI', { redirectUris: ['/callback'] }],
  ['a redirect URI with a fragment', { redirectUris: ['http://localhost/#a'] }],
])('a client with %s is refused before anybody tries to log in', async (_what, overrides) => {
  const { client } = await makeClient(overrides)

  await expect(createSimulator({ origin: 'http://localhost', clients: [client] })).rejects.toThrow()
})
