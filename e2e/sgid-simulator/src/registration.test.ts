import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { environment, keptRegistration } from './registration.ts'

const folder = mkdtempSync(join(tmpdir(), 'sgid-simulator-'))
afterAll(() => rmSync(folder, { recursive: true }))

test('the client is made once and kept where only its owner can read it', async () => {
  const first = await keptRegistration(folder, ['http://localhost/a'])
  const second = await keptRegistration(folder, ['http://localhost/b'])

  expect(second.privateKey).toBe(first.privateKey)
  expect(second.client).toEqual({ ...first.client, redirectUris: ['http://localhost/b'] })
  for (const file of readdirSync(folder)) expect(statSync(join(folder, file)).mode & 0o077).toBe(0)
})

test('every setting stands on one line', async () => {
  const lines = environment(await keptRegistration(folder, ['http://localhost/a']), 'http://sgid')

  expect(lines.split('\n').map((line) => line.split('=')[0])).toEqual([
    'SGID_HOSTNAME',
    'SGID_CLIENT_ID',
    'SGID_CLIENT_SECRET',
    'SGID_PRIVATE_KEY',
    'SGID_REDIRECT_URI',
    'SGID_SCOPES',
  ])
})
