import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'

const root = dirname(import.meta.dirname)
const read = (file: string) => readFileSync(join(root, file), 'utf8')

/** What the guides have their reader change: lines that are there, and what they become. */
const changes = globSync('docs/*.md', { cwd: root }).flatMap((guide) =>
  [...read(guide).matchAll(/```diff\n--- a\/([^\n]+)\n\+\+\+ b\/\1\n@@\n(.*?)```/gs)].flatMap(
    ([, file = '', hunks = '']) => hunks.split('@@\n').map((hunk) => ({ guide, file, hunk })),
  ),
)

test('what a guide has its reader change is there, in one place', () => {
  expect(changes.length).toBeGreaterThan(10)
  for (const { guide, file, hunk } of changes)
    expect([guide, file, hunk, read(file).split(before(hunk)).length - 1]).toEqual([
      guide,
      file,
      hunk,
      1,
    ])
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
  const lines = ofScope.flatMap(({ hunk }) => hunk.match(/^[+-]/gm) ?? [])

  expect(read('docs/add-a-scope.md')).toContain(`${lines.length} changed lines`)
  expect(lines.length).toBeLessThanOrEqual(25)
})

function before(hunk: string): string {
  return hunk
    .split('\n')
    .filter((line) => !line.startsWith('+'))
    .map((line) => line.slice(1))
    .join('\n')
}
