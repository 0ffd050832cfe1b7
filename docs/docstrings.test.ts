import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readDocstrings } from './reference.ts'

const whole = `
/**
 * A hall.
 *
 * @module
 */

/** Who is there. @see OpenID Connect Core §2 */
export interface Person {
  /** At most 255 characters. @see OpenID Connect Core §5.1 */
  sub: string
  /** How long they stay, in seconds. */
  stay?: number
  /** When they came. */
  came: Date
  /** Told when they leave. Must not throw. */
  onLeave?: () => void
  /** A name that the file keeps to itself would be a fault. */
  seat: Seat
}
/** Where one sits. */
export interface Seat {
  /** The row, as the hall's plan calls it: \`C\`. */
  row: string
}
/**
 * Waits for somebody.
 *
 * @param patience how long, in milliseconds
 * @returns their seat
 * @throws {BffError} \`store_unavailable\` when the hall is shut
 */
export declare function wait(patience: number): Promise<Seat>
/** Whose turn it is. Errors: a \`ProblemError\`. */
export declare const turnQuery: object
`

const deletions: [deleted: string, faults: string[]][] = [
  ['', []],
  ['A hall.', [' lacks a docstring']],
  ['/** When they came. */', ['Person.came lacks a docstring']],
  [', in seconds', ['Person.stay lacks a unit']],
  [', in milliseconds', ['wait.patience lacks a unit']],
  [': `C`', ['Seat.row lacks the form of a text: an example in backticks, say']],
  [
    '@param patience how long, in milliseconds',
    ['wait.patience lacks a docstring', 'wait.patience lacks a unit'],
  ],
  ['@returns their seat', ['wait lacks @returns']],
  ['{BffError} ', ['wait lacks @throws {X}, or "Never throws"']],
  ['`store_unavailable` ', ['wait lacks the code after {BffError}']],
  [' Must not throw.', ['Person.onLeave lacks @throws {X}, or "Never throws"']],
  [' Errors: a `ProblemError`.', ['turnQuery lacks "Errors:"']],
  [' @see OpenID Connect Core §5.1', ['Person.sub lacks @see']],
  [' §5.1', ['Person.sub lacks the section after @see']],
  [
    '/** Where one sits. */\nexport',
    ['wait is of Seat, which is not exported', 'Person.seat is of Seat, which is not exported'],
  ],
]

const folder = mkdtempSync(join(tmpdir(), 'docstrings-'))
afterAll(() => rmSync(folder, { recursive: true }))
const write = (name: string, text: string) => {
  mkdirSync(dirname(join(folder, name)), { recursive: true })
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}

write('package.json', '{"name":"sgid-hall"}')
const tsconfig = write('tsconfig.json', '{"compilerOptions":{"types":[]}}')
const pages = deletions.map(([deleted], i) => {
  return [`page${i}`, write(`page${i}.ts`, whole.replace(deleted, ''))]
})
const scopes = write('shared/src/scopes.ts', '/** One of them. */\nexport type One = "openid"')

test('whatever is deleted from whole docstrings, a fault tells what is missing and where', async () => {
  const { faults } = await readDocstrings(Object.fromEntries(pages), { tsconfig })
  const found = deletions.map(([deleted], i) => {
    const lines = faults.filter((fault) => /^page(\d+)/.exec(fault)?.[1] === `${i}`)
    return [deleted, lines.map((line) => line.replace(/^page\d+\.?/, ''))]
  })

  expect(found).toEqual(deletions)
  expect(faults).toHaveLength(deletions.flatMap(([, expected]) => expected).length)
})

test('an export of a file that carries out a standard has a source, under any name', async () => {
  const { faults } = await readDocstrings({ scopes }, { tsconfig, basePath: folder })

  expect(faults).toEqual(['One lacks @see'])
})
