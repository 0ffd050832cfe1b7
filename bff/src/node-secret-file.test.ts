import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readSecretFile } from './node-secret-file.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'secret-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const file = (mode: string) => {
  const path = join(folder, 'secret')
  writeFileSync(path, 'secret')
  chmodSync(path, mode)
  return path
}

describe.skipIf(process.platform === 'win32')('where files have modes', () => {
  test.each([['644'], ['604'], ['602'], ['666']])(
    'a file of mode %s is not read as a secret (P36)',
    (mode) => {
      expect(() => readSecretFile(file(mode))).toThrow('chmod 600')
    },
  )

  test.each([['600'], ['400'], ['440'], ['640']])('a file of mode %s is', (mode) => {
    expect(readSecretFile(file(mode))).toBe('secret')
  })
})
