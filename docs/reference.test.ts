import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readReference, writeReference } from './reference.ts'

const folder = mkdtempSync(join(tmpdir(), 'reference-'))
afterAll(() => rmSync(folder, { recursive: true }))

const faults = await writeReference(folder)

test('every public name has a docstring, and none of them links to nothing', () => {
  expect(faults).toEqual([])
})

test('the reference is what the docstrings say: if not, npm run reference', () => {
  const written = readReference(folder)

  expect(Object.keys(written)).toEqual([
    'README.md',
    'bff.md',
    'hooks.md',
    'shared.md',
    'simulator.md',
  ])
  expect(readReference(join(import.meta.dirname, 'reference'))).toEqual(written)
})
