import { spawn } from 'node:child_process'
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { copyTree } from '../scripts/copy-tree.ts'
import { changed, filesOf, follow, hunksOf, isMade } from './follow.ts'

const root = dirname(import.meta.dirname)
const read = (file: string) => readFileSync(join(root, file), 'utf8')

/** Whether the files of a guide are here: then somebody followed it, and its lines are theirs. */
const isFollowed = (guide: string) =>
  [...filesOf(read(guide)).keys()].some((file) => existsSync(join(root, file)))

/** What the guides have their reader change: lines that are there, and what they become. */
const changes = globSync('docs/*.md', { cwd: root }).flatMap((guide) =>
  hunksOf(read(guide)).map((hunk) => ({ guide, hunk })),
)

test('what a guide has its reader change is there, in its order', () => {
  expect(changes.length).toBeGreaterThan(10)
  for (const { guide, hunk } of changes.filter(({ guide }) => !isFollowed(guide))) {
    const text = read(hunk.file)
    expect([guide, hunk, isMade(text, hunk) || changed(text, hunk) !== undefined]).toEqual([
      guide,
      hunk,
      true,
    ])
  }
})

test('a change finds its place between lines that are not in the guide', () => {
  const hunk = { file: 'x', lines: [' a', '-b', '+c', ' d'] }

  expect(changed('a\nb\nd', hunk)).toBe('a\nc\nd')
  expect(changed('a\nz\na\nown\nb\nown\nd\nend', hunk)).toBe('a\nz\na\nown\nc\nown\nd\nend')
  expect(changed('b\na\nd', hunk)).toBeUndefined()
  expect([isMade('a\nc\nd', hunk), isMade('a\nb\nd', hunk)]).toEqual([true, false])
})

test('what a guide quotes from a file is that file, as it runs', () => {
  const quoted = globSync('docs/*.md', { cwd: root }).flatMap((guide) =>
    [...read(guide).matchAll(/\bfrom \[`([^`]+)`\]\(\.\.\/\1\):\n\n```\w+\n(.*?)```/gis)].map(
      ([, file = '', text]) => ({ guide, file, text }),
    ),
  )

  expect(quoted).toContainEqual(expect.objectContaining({ guide: 'docs/api-routes.md' }))
  for (const { guide, file, text } of quoted)
    expect([guide, file, text]).toEqual([guide, file, read(file)])
})

test('a new field costs the lines that its guide says, and at most 25', () => {
  const ofScope = changes.filter(({ guide }) => guide === 'docs/add-a-scope.md')
  const lines = ofScope.flatMap(({ hunk }) => hunk.lines.filter((line) => /^[+-]/.test(line)))

  expect(read('docs/add-a-scope.md')).toContain(`${lines.length} changed lines`)
  expect(lines.length).toBeLessThanOrEqual(25)
})

describe('a copy of the project in which somebody followed its guides to the letter', () => {
  const folder = mkdtempSync(join(tmpdir(), 'guides-'))
  const tree = join(folder, 'tree')
  const guides = ['api-routes', 'add-a-page', 'add-a-scope', 'add-a-form'].map(
    (name) => `docs/${name}.md`,
  )
  const written: string[] = []
  beforeAll(() => {
    copyTree(tree)
    for (const guide of guides.filter((guide) => !isFollowed(guide)))
      written.push(...follow(read(guide), tree))
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test('compiles, says what its exports are, and is in shape', async () => {
    expect(await run('tsc', '--build')).toBe('')
    expect(await run('node', 'docs/reference.ts')).toBe('')
    expect(await run('biome', 'check', '--error-on-warnings', ...new Set(written))).toBe('')
  })

  test('has a route and texts that pass their tests', async () => {
    // Of a guide that somebody followed, the test is among their own.
    const routes = written.filter((file) => file.startsWith('bff') && file.endsWith('.test.ts'))
    const others = ['docs/deploy-edge.test.ts', 'web/src/i18n/texts.test.ts']
    const projects = ['--project=node', '--project=browser']
    expect(await run('vitest', 'run', ...projects, ...routes, ...others)).toBe('')
  })

  test('has pages that are built as small as all others, and closed to caches', async () => {
    expect(await run('vite', 'build', 'web', '--config', 'web/vite.config.ts')).toBe('')
    expect(await run('vitest', 'run', '--project=built')).toBe('')
  })

  /** @returns what a program says when it fails; nothing when it does not */
  function run(program: string, ...args: string[]): Promise<string> {
    const file = ['.', 'web']
      .map((at) => join(tree, at, 'node_modules/.bin', program))
      .find((path) => existsSync(path))
    // Not what tells a program that it is part of a test: vite would build another React.
    const { NODE_ENV: _, VITEST: __, ...env } = process.env
    const child = spawn(file ?? program, args, { cwd: tree, env })
    let said = ''
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        said += text
      })
    return new Promise((resolve, reject) => {
      child.once('error', reject)
      child.once('close', (code) => resolve(code === 0 ? '' : `${program} ${code}: ${said}`))
    })
  }
})
