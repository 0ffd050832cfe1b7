// Deletes each guard of guard-list.ts in a copy of the project and sees the test die that shows it.
import { spawn } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { copyTree } from './copy-tree.ts'
import { type Guard, guards } from './guard-list.ts'

/** Copies at work at once. */
const width = 2
/** Where the name of a test has the values of its rows. */
const placeholder = /%[sdifjo]|\$\w+/
/** Milliseconds for one run of one file of tests, */
const patience = 180_000
/** and for one test, which may wait for what no longer comes. */
const testTimeout = 30_000

const root = join(import.meta.dirname, '..')
const folder = mkdtempSync(join(tmpdir(), 'guards-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(130))

const chosen = process.argv.slice(2).map((text) => Number(text.replace(/^P/i, '')))
const list = guards.filter(({ promise }) => chosen.length === 0 || chosen.includes(promise))
const began = performance.now()
const faults: string[] = []

const trees = Array.from({ length: width }, (_, i) => copyTree(join(folder, String(i))))
await sound(list)
if (faults.length === 0) {
  await each(list, async (guard, tree) => {
    const end = await without(guard, tree)
    if (end !== 'died') faults.push(`${line(guard)} ${end}`)
    console.log(`${line(guard)} ${end}`)
  })
}
for (const fault of faults) console.error(fault)
const minutes = ((performance.now() - began) / 60_000).toFixed(1)
console.log(`${list.length} guards, ${faults.length} faults, ${minutes} minutes`)
process.exitCode = faults.length > 0 || list.length === 0 ? 1 : 0

/** Checks that every guard is where the list says, and that every test passes while all are there. */
async function sound(all: Guard[]): Promise<void> {
  for (const guard of all) {
    const times = read(guard.file).split(guard.find).length - 1
    if (times !== 1) faults.push(`${line(guard)} stands in ${guard.file} ${times} times`)
  }
  const files = [...new Set(all.map(({ tests }) => tests))]
  await each(files, async (tests, tree) => {
    const ofFile = all.filter((guard) => guard.tests === tests)
    const { passed, ended } = await run(tree, tests, ofFile.map(pattern).join('|'))
    for (const guard of ofFile) {
      const there = passed.some((name) => new RegExp(pattern(guard)).test(name))
      if (ended !== 0 || !there) faults.push(`${line(guard)} does not pass as it is`)
    }
  })
}

/** What becomes of the test without its guard. */
async function without(guard: Guard, tree: string): Promise<'died' | 'SURVIVED' | 'DID NOT RUN'> {
  const { file, tests, find, replace } = guard
  const build = buildOf(guard)
  writeFileSync(
    join(tree, file),
    read(file).replace(find, () => replace),
  )
  if (build) await node(tree, build, ['node_modules/vite/bin/vite.js', 'build'])
  const { passed, failed, ended } = await run(tree, tests, pattern(guard))
  writeFileSync(join(tree, file), read(file))
  if (build) cpSync(join(root, build, 'dist'), join(tree, build, 'dist'), { recursive: true })
  // An error that nobody caught fails a run all of whose tests have passed.
  if (passed.length + failed.length === 0) return 'DID NOT RUN'
  return ended === 0 ? 'SURVIVED' : 'died'
}

/** Runs the tests of a file whose names fit. */
async function run(tree: string, tests: string, names: string) {
  const report = join(tree, 'guards.json')
  rmSync(report, { force: true })
  const ended = await node(tree, '.', [
    ...['node_modules/vitest/vitest.mjs', 'run', tests, '--project', projectOf(tests)],
    ...['--testNamePattern', names, '--testTimeout', String(testTimeout)],
    ...['--reporter', 'json', '--outputFile', report],
  ])
  const results = reported(report).flatMap(({ assertionResults }) => assertionResults)
  const named = (status: string) =>
    results
      .filter((one) => one.status === status)
      .map(({ ancestorTitles, title }) => [...ancestorTitles, title].join(' > '))
  return { passed: named('passed'), failed: named('failed'), ended }
}

interface Results {
  testResults: { assertionResults: { status: string; ancestorTitles: string[]; title: string }[] }[]
}

function reported(file: string): Results['testResults'] {
  try {
    const report: Results = JSON.parse(readFileSync(file, 'utf8'))
    return report.testResults
  } catch {
    return []
  }
}

/** @returns the exit code: null for who had to be ended */
function node(tree: string, below: string, args: string[]): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd: join(tree, below),
      stdio: 'ignore',
      timeout: patience,
      killSignal: 'SIGKILL',
    })
    const stop = () => child.kill()
    process.once('exit', stop)
    child.on('error', reject)
    child.on('exit', (code) => {
      process.off('exit', stop)
      resolve(code)
    })
  })
}

function projectOf(tests: string): string {
  if (tests === 'web/dist.test.ts') return 'built'
  if (/^bff\/src\/peers\/(rolling|worker)\.test/.test(tests)) return 'deploy'
  if (tests === 'bff/src/session/durable-store.test.ts') return 'workerd'
  return tests.startsWith('web/') ? 'browser' : 'node'
}

/** What has to be built for a test to see an edit. */
function buildOf({ file, tests }: Guard): string | undefined {
  if (file.startsWith('web/') && !/^web\/(hooks\/)?src\//.test(tests)) return 'web'
  return /^bff\/src\/(peers\/|lambda)/.test(tests) ? 'bff' : undefined
}

/** Of a test's whole name, its groups before it. Placeholders stand for anything. */
function pattern({ test, row }: Guard): string {
  const quoted = (text: string) => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&')
  const [before = '', ...after] = test.split(placeholder).map(quoted)
  return `${before}${[quoted(row ?? ''), ...after].join('.*')}$`
}

function line({ promise, guard, test, row }: Guard): string {
  const name = row === undefined ? test : test.replace(placeholder, () => row)
  return `${`P${promise}`.padEnd(4)} ${guard}  → "${name}"`
}

function read(file: string): string {
  return readFileSync(join(root, file), 'utf8')
}

/** Does the work for all of them, in each tree one after another. */
async function each<Item>(items: Item[], work: (item: Item, tree: string) => Promise<void>) {
  const left = items.values()
  await Promise.all(
    trees.map(async (tree) => {
      for (const item of left) await work(item, tree)
    }),
  )
}
