import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { guards, undeletable } from '../scripts/guard-list.ts'

const root = join(import.meta.dirname, '..')
const read = (file: string) => readFileSync(join(root, file), 'utf8')
const promises = Array.from({ length: 41 }, (_, i) => i + 1)

/** Number of a promise → the row about it. */
const rows = new Map<number, string>()
for (const [row, number] of read('docs/security.md').matchAll(/^\| P(\d+) \|.*$/gm)) {
  rows.set(Number(number), row)
}
/** What a row names: a file of tests, and the name of a test as it is written there. */
const named = [...rows].flatMap(([promise, row]) =>
  [...row.matchAll(/`([\w./-]+\.(?:test|spec)\.tsx?)` ((?:"[^"]+"(?:, )?)+)/g)].flatMap(
    ([, file = '', names = '']) =>
      [...names.matchAll(/"([^"]+)"/g)].map(([, name = '']) => ({ promise, file, name })),
  ),
)

/** The text of a file of tests, and of the tests that it has others run. */
function source(file: string): string {
  if (!existsSync(join(root, file))) return ''
  const text = read(file)
  return text.includes('describeStore(') ? text + read('bff/src/session/store.contract.ts') : text
}

const isNamed = (file: string, name: string) =>
  ["'", '"', '`'].some((quote) => source(file).includes(`${quote}${name}${quote}`))

test('every promise has a row, and a test that carries its number', () => {
  expect([...rows.keys()]).toEqual(promises)
  for (const promise of promises) {
    const files = named.filter((one) => one.promise === promise).map(({ file }) => file)
    expect(files.filter((file) => numbers(source(file)).includes(promise))).not.toEqual([])
  }
})

test('every test that a row names is there', () => {
  expect(named.filter(({ file, name }) => !isNamed(file, name))).toEqual([])
})

test('no test carries the number of a promise that nobody made', () => {
  const files = [
    '{bff,web,web/hooks,shared}/src/**/*.test.{ts,tsx}',
    '{e2e,web,scripts}/*.{test,spec}.ts',
  ]
  const found = globSync(files, { cwd: root }).flatMap((file) => numbers(read(file)))

  expect(new Set(found).size).toBeGreaterThan(35)
  expect(found.filter((promise) => !rows.has(promise))).toEqual([])
})

test('every promise has a guard that can be deleted, or a reason why not', () => {
  const guarded = promises.filter((promise) => guards.some((guard) => guard.promise === promise))
  const excused = Object.keys(undeletable).map(Number)

  expect([...guarded, ...excused].sort((a, b) => a - b)).toEqual(promises)
})

test('every guard stands where `npm run guards` deletes it, and its test is there', () => {
  const lost = guards.filter(
    ({ file, find, tests, test }) => read(file).split(find).length !== 2 || !isNamed(tests, test),
  )

  expect(lost.map(({ promise, guard }) => `P${promise} ${guard}`)).toEqual([])
})

/** The promises whose numbers stand in brackets: `(P2, P22)`. */
function numbers(text: string): number[] {
  return [...text.matchAll(/\((P\d[^)]*)\)/g)].flatMap(([, list = '']) =>
    [...list.matchAll(/P(\d+)/g)].map(([, number]) => Number(number)),
  )
}
