import { spawnSync } from 'node:child_process'
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
const refused: { package: string; versions: string; why: string }[] = JSON.parse(
  read('docs/refused-versions.json'),
)

test('the lockfile names what is installed', () => {
  expect(installed.size).toBeGreaterThan(100)
  expect(installed.get('hono')).toHaveLength(1)
})

test.each(refused.map((one) => [one.package, one.versions, one.why] as const))(
  'no refused version of %s is installed (P40)',
  (name, versions) => {
    expect((installed.get(name) ?? []).filter(refusal(versions))).toEqual([])
  },
)

test('a refused version would be found', () => {
  expect(refusal('<4.12.25')('4.12.9')).toBe(true)
  expect(refusal('<4.12.25')('4.12.25')).toBe(false)
  expect(refusal('<4.12.25')('4.13.0')).toBe(false)
  expect([refusal('5.6.1')('5.6.1'), refusal('5.6.1')('5.6.2')]).toEqual([true, false])
  expect(refusal('*')('1.0.0')).toBe(true)
  for (const { versions, why } of refused) {
    expect(versions).toMatch(/^(\*|<?\d+\.\d+\.\d+)$/)
    expect(why).not.toBe('')
  }
})

test('what runs in production is under terms that ask for a notice at most (P40)', () => {
  const allowed = ['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT']
  const list = spawnSync('pnpm', ['licenses', 'list', '--prod', '--recursive', '--json'], {
    cwd: root,
    shell: process.platform === 'win32',
  })
  const licences: Record<string, { name: string }[]> = JSON.parse(list.stdout.toString())
  const named = Object.values(licences).flatMap((packages) => packages.map(({ name }) => name))

  expect(Object.keys(licences).filter((one) => !allowed.includes(one))).toEqual([])
  expect(named).toEqual(expect.arrayContaining(['hono', 'jose', 'react', 'redis', 'zod']))
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

  expect(ofOthers.length).toBeLessThanOrEqual(9)
  for (const name of ofOthers) expect(dependencies[name]).toBe('catalog:')
  for (const line of catalog.trim().split('\n')) expect(line).toMatch(/: \d+\.\d+\.\d+$/)
})

/** What the lockfile says of packages, without who needs them. */
function packages(): string {
  return lock.slice(lock.indexOf('\npackages:'), lock.indexOf('\nsnapshots:'))
}

/** @param versions `*`, `<1.2.3`, or one of them */
function refusal(versions: string) {
  const [major = 0, minor = 0, patch = 0] = numbers(versions.replace('<', ''))
  return (version: string) => {
    if (versions === '*' || version === versions) return true
    if (!versions.startsWith('<')) return false
    const [a = 0, b = 0, c = 0] = numbers(version)
    return a !== major ? a < major : b !== minor ? b < minor : c < patch
  }
}

function numbers(version: string): number[] {
  return version.split('.').map((part) => Number.parseInt(part, 10))
}
