import { spawnSync } from 'node:child_process'
import { createPublicKey } from 'node:crypto'
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { parseConfig } from './config.ts'
import { readSecretFile } from './node-secret-file.ts'
import { importPrivateKeys } from './provider/private-key.ts'
import { settings } from './testing/front-door.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keygen-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const names = ['session_secret', 'sgid_private_key', 'sgid_public_key']

test('the secrets and the pair that are made are good settings, which nobody else may read', async () => {
  const out = join(folder, 'new', 'secrets')
  const { status, stdout, stderr } = keygen('--out', out)
  const printed = Object.fromEntries(
    [...stdout.matchAll(/^(\w+_FILE)=(.*)$/gm)].map(([, name, value]) => [name, value]),
  )
  const config = await parseConfig(
    { ...settings, SGID_PRIVATE_KEY: undefined, SESSION_SECRET: undefined, ...printed },
    readSecretFile,
  )

  expect([status, stderr]).toEqual([0, ''])
  expect(readdirSync(out).toSorted()).toEqual(names)
  for (const name of names) expect(statSync(join(out, name)).mode & 0o777).toBe(0o600)
  expect(statSync(out).mode & 0o777).toBe(0o700)
  expect([config.privateKeys.length, config.sessionSecrets[0]?.length]).toEqual([1, 32])
})

test('the public key is printed, and belongs to the private one, which is not printed', async () => {
  const { stdout } = keygen('--out', folder)
  const [pem = ''] = /-----BEGIN PUBLIC KEY-----.*-----END PUBLIC KEY-----/s.exec(stdout) ?? []
  const own = createPublicKey(readFileSync(join(folder, 'sgid_private_key')))

  expect(createPublicKey(pem).equals(own)).toBe(true)
  expect(own.asymmetricKeyDetails?.modulusLength).toBe(2048)
  expect(readFileSync(join(folder, 'sgid_public_key'), 'utf8').trim()).toBe(pem)
  expect(stdout).not.toContain('PRIVATE KEY-----')
  expect(stdout).not.toContain(readFileSync(join(folder, 'session_secret'), 'utf8').trim())
  await importPrivateKeys(readFileSync(join(folder, 'sgid_private_key'), 'utf8'))
})

test.each(names)('where there is a %s already, nothing is written at all', (name) => {
  writeFileSync(join(folder, name), 'mine')
  const { status, stderr } = keygen('--out', folder)

  expect([status, stderr]).toEqual([1, expect.stringContaining(name)])
  expect(readdirSync(folder)).toEqual([name])
  expect(readFileSync(join(folder, name), 'utf8')).toBe('mine')
})

test.each([['--force'], ['--out'], ['--out='], ['folder']])(
  'keygen is not taken to mean anything by: %s',
  (words) => {
    const { status, stderr } = keygen(words)

    expect([status, stderr]).toEqual([2, expect.stringContaining('npm run keygen')])
    expect(existsSync(join(folder, 'secrets'))).toBe(false)
  },
)

function keygen(...words: string[]) {
  const program = join(import.meta.dirname, 'node-keygen.ts')
  return spawnSync(process.execPath, [program, ...words], { cwd: folder, encoding: 'utf8' })
}
