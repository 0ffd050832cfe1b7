import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')
const read = (file: string) => readFileSync(join(root, file), 'utf8')
const guide = read('docs/hooks.md')

/** What the guide has its reader write: path → content. */
const files = new Map<string, string>()
for (const [, path = '', content = ''] of guide.matchAll(
  /`([\w/-]+(?:\.\w+)+)`:\n\n```\w+\n(.*?)```/gs,
))
  files.set(path, content)

test('what the guide has its reader write is the app that a browser test installs and runs', () => {
  const app = globSync('**/*.*', { cwd: join(root, 'e2e/own-spa') })

  expect([...files.keys()].sort()).toEqual(app.filter((path) => path !== 'package.json').sort())
  for (const [path, content] of files)
    expect([path, content]).toEqual([path, read(`e2e/own-spa/${path}`)])
})

test('what the guide installs is what that app needs', () => {
  const { dependencies, devDependencies } = JSON.parse(read('e2e/own-spa/package.json'))
  const installed = [...guide.matchAll(/^npm install (.*)$/gm)].flatMap(([, line = '']) =>
    line.split(' ').flatMap((word) => /^(@?[\w/-]+?)(?:@\d+)?$/.exec(word)?.[1] ?? []),
  )
  const needed = Object.keys({ ...dependencies, ...devDependencies })

  expect(installed.filter((name) => !name.startsWith('--')).sort()).toEqual(
    needed.filter((name) => name !== '@sgid-login/hooks').sort(),
  )
})

test('the guide speaks of every name that a page may use', () => {
  const names = [...read('web/hooks/src/index.ts').matchAll(/^export \{([^}]*)\}/gms)].flatMap(
    ([, list = '']) => list.split(',').map((name) => name.trim()),
  )
  const public_ = names.filter((name) => /^[a-zA-Z]+$/.test(name))
  const table = guide.slice(guide.indexOf('## What there is'))

  expect(public_.length).toBeGreaterThan(12)
  for (const name of public_) expect(table).toMatch(new RegExp(`\\b${name}\\b`))
})
