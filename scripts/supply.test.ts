import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')
const read = (file: string) => readFileSync(join(root, file), 'utf8')
const lock = read('pnpm-lock.yaml')
/** Package → the versions of it that are installed. */
const installed = new Map<string, string[]>()
for (const [, name = '', version = ''] of packages().matchAll(
  /^ {2}(?! )'?(@?[^@\n]+)@([^:'(\n]+)'?:$/gm,
)) {
  installed.set(name, [...(installed.get(name) ?? []), version])
}

/** Versions that must not come back, by hand or through another package, and why. */
const refused: [name: string, bad: (version: string) => boolean, why: string][] = [
  ['hono', before('4.12.25'), 'body limit by a forged Content-Length, and paths on Windows'],
  ['@hono/node-server', before('1.19.14'), 'encoded slashes reach files past a guard'],
  ['chalk', exactly('5.6.1'), 'hijacked in September 2025'],
  ['debug', exactly('4.4.2'), 'hijacked in September 2025'],
  ['ansi-styles', exactly('6.2.2'), 'hijacked in September 2025'],
  ['strip-ansi', exactly('7.1.1'), 'hijacked in September 2025'],
]

test('the lockfile names what is installed', () => {
  expect(installed.size).toBeGreaterThan(100)
  expect(installed.get('hono')).toHaveLength(1)
})

test.each(refused)('no refused version of %s is installed (P40)', (name, bad) => {
  expect((installed.get(name) ?? []).filter(bad)).toEqual([])
})

test('a refused version would be found', () => {
  expect(before('4.12.25')('4.12.9')).toBe(true)
  expect(before('4.12.25')('4.12.25')).toBe(false)
  expect(before('4.12.25')('4.13.0')).toBe(false)
})

test('every package comes from the registry, and its bytes are known (P40)', () => {
  const resolutions = [...packages().matchAll(/^ {4}resolution: \{(.*)\}$/gm)].map(([, one]) => one)

  expect(resolutions).toHaveLength([...installed.values()].flat().length)
  for (const one of resolutions) expect(one).toMatch(/^integrity: sha512-[\w+/=]{86,88}$/)
})

test('no package runs a script while it is installed, and none is younger than three days (P40)', () => {
  const settings = read('pnpm-workspace.yaml')

  expect(/allowBuilds:\n((?: {2}.*\n)*)/.exec(settings)?.[1]).not.toContain('true')
  expect(Number(/^minimumReleaseAge: (\d+)/m.exec(settings)?.[1])).toBeGreaterThanOrEqual(4320)
})

test('a server needs few packages, each in one exact version (P40)', () => {
  const { dependencies } = JSON.parse(read('bff/package.json'))
  const ofOthers = Object.keys(dependencies).filter((name) => !name.startsWith('@sgid-login/'))
  const catalog = /catalog:\n((?: {2}.*\n)*)/.exec(read('pnpm-workspace.yaml'))?.[1] ?? ''

  expect(ofOthers.length).toBeLessThanOrEqual(8)
  for (const name of ofOthers) expect(dependencies[name]).toBe('catalog:')
  for (const line of catalog.trim().split('\n')) expect(line).toMatch(/: \d+\.\d+\.\d+$/)
})

/** What the lockfile says of packages, without who needs them. */
function packages(): string {
  return lock.slice(lock.indexOf('\npackages:'), lock.indexOf('\nsnapshots:'))
}

function before(first: string) {
  const [major = 0, minor = 0, patch = 0] = numbers(first)
  return (version: string) => {
    const [a = 0, b = 0, c = 0] = numbers(version)
    return a !== major ? a < major : b !== minor ? b < minor : c < patch
  }
}

function exactly(bad: string) {
  return (version: string) => version === bad
}

function numbers(version: string): number[] {
  return version.split('.').map((part) => Number.parseInt(part, 10))
}
