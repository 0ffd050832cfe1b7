import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')
const pages = globSync(['*.md', 'docs/**/*.md', '{bff,web,shared,e2e}/{*,*/*}.md'], {
  cwd: root,
  exclude: (name) => name.split('/').includes('node_modules'),
})

/** A page without its blocks of code, where `#` and brackets mean something else. */
function prose(page: string): string {
  return readFileSync(join(root, page), 'utf8').replaceAll(/^ *```[\s\S]*?^ *```/gm, '')
}

/** Where a page leads within the project: a file, and a heading in it. */
function leads(page: string): { to: string; anchor: string }[] {
  const links = [...prose(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link)
  return links
    .filter((link) => !/^[a-z]+:/.test(link))
    .map((link) => {
      const [file = '', anchor = ''] = link.split('#')
      return { to: file === '' ? page : normalize(join(dirname(page), file)), anchor }
    })
}

/** The names that GitHub gives the headings of a page. */
function anchors(page: string): string[] {
  const headings = [...prose(page).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => heading)
  return headings.map((heading) =>
    heading
      .toLowerCase()
      .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )
}

test('every link of every page leads to a file and a heading that are there', () => {
  const links = pages.flatMap((page) => leads(page).map((link) => ({ page, ...link })))
  const lost = links.filter(
    ({ to, anchor }) =>
      !existsSync(join(root, to)) || (anchor !== '' && !anchors(to).includes(anchor)),
  )

  expect(pages).toContain('README.md')
  expect(links.length).toBeGreaterThan(90)
  expect(lost).toEqual([])
})

test('every page of docs can be reached from the README', () => {
  const reached = new Set(['README.md'])
  for (const page of reached) {
    for (const { to } of leads(page)) if (to.endsWith('.md') && pages.includes(to)) reached.add(to)
  }
  // The decisions are a folder to look through.
  const docs = pages.filter((page) => /^docs\/(?!decisions\/)/.test(page))

  expect(docs.length).toBeGreaterThan(5)
  expect(docs.filter((page) => !reached.has(page))).toEqual([])
})
