import { globSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { expect, test } from 'vitest'

const root = dirname(import.meta.dirname)
const exclude = ['**/node_modules/**', '**/dist/**', '.tools/**', 'test-results/**', 'data/**']
const files = globSync('**/*.md', { cwd: root, exclude })

test('every link of a document within the project leads to something, its anchor too', () => {
  expect(files).toContain('README.md')
  expect(files).toContain('e2e/sgid-simulator/README.md')
  const links = files.flatMap(linksOf)

  expect(links.length).toBeGreaterThan(100)
  expect(links.filter(({ to, from }) => !leads(from, to))).toEqual([])
})

test('a link to a file or a heading that is not there would be found', () => {
  expect(leads('README.md', 'docs/README.md')).toBe(true)
  expect(leads('README.md', 'docs/nowhere.md')).toBe(false)
  expect(leads('README.md', '#settings')).toBe(true)
  expect(leads('README.md', '#setting')).toBe(false)
  expect(leads('docs/README.md', '../README.md#behind-a-cdn')).toBe(true)
  expect(leads('docs/README.md', '../README.md#in-front-of-a-cdn')).toBe(false)
})

test('every page of docs can be reached from the README', () => {
  const reached = new Set(['README.md'])
  for (const page of reached)
    for (const { to } of linksOf(page))
      if (files.includes(target(page, to))) reached.add(target(page, to))
  // The decisions are a folder to look through.
  const docs = files.filter((page) => /^docs\/(?!decisions\/)/.test(page))

  expect(docs.length).toBeGreaterThan(20)
  expect(docs.filter((page) => !reached.has(page))).toEqual([])
})

function linksOf(from: string) {
  const prose = withoutCode(read(from))
  const inline = [...prose.matchAll(/\]\(<?([^)\s>]+)>?\)/g)]
  const defined = [...prose.matchAll(/^\[[^\]]+\]: (\S+)/gm)]
  return [...inline, ...defined]
    .map(([, to = '']) => ({ from, to }))
    .filter(({ to }) => !/^[a-z]+:/.test(to))
}

function leads(from: string, to: string): boolean {
  const [, anchor] = to.split('#')
  const file = target(from, to)
  if (!statSync(join(root, file), { throwIfNoEntry: false })) return false
  return anchor === undefined || anchorsOf(read(file)).has(anchor)
}

/** The file of a link, from the root of the project. */
function target(from: string, to: string): string {
  const [path = ''] = to.split('#')
  return path === '' ? from : resolve('/', dirname(from), path).slice(1)
}

/** As GitHub makes them from headings: the second of a name is `name-1`. Those of HTML as they are. */
function anchorsOf(text: string): Set<string> {
  const anchors = new Set([...text.matchAll(/ id="([^"]+)"/g)].map(([, id = '']) => id))
  const seen = new Map<string, number>()
  for (const [, heading = ''] of withoutFences(text).matchAll(/^#+ (.+)$/gm)) {
    const words = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase()
    const name = words.replace(/[^\p{L}\p{N}\p{M} _-]/gu, '').replaceAll(' ', '-')
    const times = seen.get(name) ?? 0
    seen.set(name, times + 1)
    anchors.add(times === 0 ? name : `${name}-${times}`)
  }
  return anchors
}

function withoutCode(text: string): string {
  return withoutFences(text).replace(/`[^`\n]*`/g, '``')
}

function withoutFences(text: string): string {
  return text.replace(/^( *)(`{3,})[^\n]*\n.*?^\1\2$/gms, '')
}

function read(file: string): string {
  return readFileSync(join(root, file), 'utf8')
}
