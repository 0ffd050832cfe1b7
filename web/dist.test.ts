import { createHash } from 'node:crypto'
import { globSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib'
import { pages as addresses, problemCodes } from '@sgid-login/shared'
import { expect, test } from 'vitest'

const dist = join(import.meta.dirname, 'dist')
const files = (pattern: string) => globSync(pattern, { cwd: dist }).sort()
const bytes = (name: string) => readFileSync(join(dist, name))
const text = (name: string) => bytes(name).toString()
const isFile = (name: string) => statSync(join(dist, name), { throwIfNoEntry: false })?.isFile()
const size = (names: string[]) => names.reduce((sum, name) => sum + bytes(name).length, 0)

/** The scripts that a page names, */
const named = (page: string) =>
  [...text(`${page}/index.html`).matchAll(/\/(assets\/[\w.-]+\.js)/g)].map(([, name = '']) => name)
/** what a script imports before it runs, */
const imports = (name: string) =>
  [...text(name).matchAll(/\b(?:from|import)\s*"\.\/([\w.-]+\.js)"/g)].map(
    ([, file = '']) => `assets/${file}`,
  )
/** and all that a browser loads for it: what they import, whether the page names it or not. */
function scripts(page: string): string[] {
  const loaded = new Set(named(page))
  for (const name of loaded) for (const imported of imports(name)) loaded.add(imported)
  return [...loaded]
}

const pages = files('**/*.html')
const addressed = pages.filter((name) => name.endsWith('index.html'))
const languages = ['', 'zh/', 'ms/', 'ta/']
const { rules }: { rules: { path: string; headers: Record<string, string> }[] } = JSON.parse(
  text('headers.json'),
)

/** True for a page of a signed-in person, which no cache may keep. */
const unkept = (page: string) =>
  rules.some(
    ({ path, headers }) =>
      headers['Cache-Control'] === 'no-store' && `/${page}` === `${path}/index.html`,
  )

test('every page that the BFF sends a browser to is there', () => {
  const errors = [...problemCodes, 'cookies_blocked', 'maintenance'].map((code) => `error/${code}`)
  const others = Object.values(addresses)
    .filter((path) => path !== addresses.landing && path !== addresses.error)
    .map((path) => path.slice(1))
  const names = [...errors, ...others].map((name) => `${name}/index.html`)
  const all = languages.flatMap((language) =>
    ['404.html', 'index.html', ...names].map((name) => `${language}${name}`),
  )

  expect(pages).toEqual(all.sort())
})

test.each(pages)(
  '%s runs no script but its own files, and only if it has state (5.14 line 12)',
  (page) => {
    const scripts = [...text(page).matchAll(/<script\b[^>]*>([^<]*)/g)]

    expect(scripts.map(([, inline]) => inline).join('')).toBe('')
    expect(scripts).toHaveLength(/(^|\/)(error|session-ended)\//.test(page) || unkept(page) ? 1 : 0)
    expect(text(page)).not.toMatch(/\son\w+=|javascript:|\sstyle=/)
  },
)

test.each(pages)('%s is styled by one element, which the policy names by its hash', (page) => {
  const styles = [...text(page).matchAll(/<style>(.*?)<\/style>/gs)]
  const [, style = ''] = styles[0] ?? []
  const hash = createHash('sha256').update(style).digest('base64')

  expect(styles).toHaveLength(1)
  for (const { headers } of rules)
    expect(headers['Content-Security-Policy']).toContain(`style-src 'sha256-${hash}';`)
})

test('no file runs foreign script, is framed, is sniffed or says where it was read (P23)', () => {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    expect.stringMatching(/^style-src 'sha256-[\w+/]+=*'$/),
    "img-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "object-src 'none'",
    "frame-ancestors 'none'",
  ]
  for (const { headers } of rules) {
    expect(headers['Content-Security-Policy']?.split('; ')).toEqual(policy)
    expect(headers).toMatchObject({
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cross-Origin-Resource-Policy': 'same-origin',
      'Referrer-Policy': 'no-referrer',
      'Strict-Transport-Security': 'max-age=63072000; includeSubDomains',
      'X-Content-Type-Options': 'nosniff',
    })
  }
})

test.each(pages)('%s links to pages, scripts and pictures that exist', (page) => {
  const links = [...text(page).matchAll(/(?:href|src)="\/([^"?#]*)/g)].map(([, path = '']) => path)
  const exists = (path: string) =>
    path.startsWith('auth/') || [path, join(path, 'index.html'), `${path}.html`].some(isFile)

  expect(links.filter((path) => !exists(path))).toEqual([])
})

test.each(languages)('pages under /%s load the texts of their own language alone', (language) => {
  const texts = /assets\/(en|zh|ms|ta)-/
  const loaded = scripts(`${language}profile`).map((name) => texts.exec(name)?.[1])

  const own = language.slice(0, 2) || 'en'
  expect(loaded.filter(Boolean)).toEqual([own])
  const ofExample = scripts(`${language}apply`).map((name) => texts.exec(name)?.[1])
  // Its own texts, and those of all forms.
  expect(ofExample.filter(Boolean)).toEqual([own, own, own])
  expect(text(`${language}index.html`).match(/rel="prefetch"/g)).toHaveLength(
    scripts(`${language}profile`).length,
  )
})

test.each(addressed)('%s names all that its scripts import, so that none comes late', (page) => {
  expect(scripts(dirname(page))).toEqual(named(dirname(page)))
})

test('no two scripts import each other', () => {
  const reached = (name: string, found = new Set<string>()): Set<string> => {
    for (const imported of imports(name))
      if (!found.has(imported)) reached(imported, found.add(imported))
    return found
  }
  const all = files('assets/*.js')

  expect(all.flatMap(imports).length).toBeGreaterThan(5)
  expect(all.filter((name) => reached(name).has(name))).toEqual([])
})

test('only one rule lets a browser keep a file, and it covers hashed names alone', () => {
  const cacheControl = (path: string) =>
    rules.find((rule) =>
      rule.path.endsWith('*') ? path.startsWith(rule.path.slice(0, -1)) : path === rule.path,
    )?.headers['Cache-Control']

  expect(cacheControl('/assets/main-abc.js')).toBe('public, max-age=31536000, immutable')
  expect(cacheControl('/profile')).toBe('no-store')
  expect(cacheControl('/profile/')).toBe('no-store')
  expect(cacheControl('/ta/apply')).toBe('no-store')
  expect(cacheControl('/apply/')).toBe('no-store')
  for (const path of ['/', '/profiles', '/error/internal', '/favicon.svg', '/404.html'])
    expect(cacheControl(path)).toMatch(/^public, max-age=0, s-maxage=60,/)
  for (const name of files('assets/*.js')) expect(name).toMatch(/-[\w-]{8}\.js$/)
})

test('a static host that reads _headers sends what the BFF sends, and sends nothing twice (P21, P23)', () => {
  const ofHost = (path: string) =>
    hostRules().flatMap((rule) => (rule.pattern.test(path) ? rule.headers : []))
  const ofRules = (path: string) =>
    rules.find((rule) =>
      rule.path.endsWith('*') ? path.startsWith(rule.path.slice(0, -1)) : path === rule.path,
    )?.headers ?? {}
  const addresses = addressed.map((name) => `/${name.slice(0, -'index.html'.length)}`)
  const paths = [
    ...addresses,
    ...addresses.map((path) => path.replace(/(?<=.)\/$/, '')),
    ...files('assets/*.*')
      .filter((name) => !/\.(br|gz)$/.test(name))
      .map((name) => `/${name}`),
    ...languages.map((language) => `/${language}profile/nothing/here`),
  ]

  for (const path of paths) {
    const headers = ofHost(path)
    expect([path, headers.map(([name]) => name).sort()]).toEqual([
      path,
      Object.keys(ofRules(path)).sort(),
    ])
    expect(Object.fromEntries(headers)).toEqual(ofRules(path))
  }
  // What is not there, nobody may keep: such a host says so by itself.
  for (const path of ['/nothing/here', '/404', '/assets/main-gone.js'])
    expect(ofHost(path).map(([name]) => name)).not.toContain('Cache-Control')
  expect(hostRules().length).toBeLessThanOrEqual(100)
  expect(
    Math.max(
      ...text('_headers')
        .split('\n')
        .map(({ length }) => length),
    ),
  ).toBeLessThan(2000)
})

/** `_headers`: a path, in which `*` stands for anything, and indented lines with its headers. */
function hostRules() {
  const blocks = text('_headers').split(/^(?=\/)/m)
  return blocks.map((block) => {
    const [path = '', ...lines] = block.trimEnd().split('\n')
    const pattern = path.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&').replace('*', '.*')
    const headers = lines.map((line): [string, string] => {
      const [, name = '', value = ''] = /^ {2}([\w-]+): (\S.*)$/.exec(line) ?? []
      return [name, value]
    })
    return { pattern: new RegExp(`^${pattern}$`), headers }
  })
}

test.each(files('**/*.{html,js,css,svg,json}'))('%s is there in brotli and in gzip too', (name) => {
  expect(brotliDecompressSync(bytes(`${name}.br`)).equals(bytes(name))).toBe(true)
  expect(gunzipSync(bytes(`${name}.gz`)).equals(bytes(name))).toBe(true)
})

test('the pages are as small as they were meant to be (5.14 line 11)', () => {
  const [, style = ''] = /<style>(.*?)<\/style>/s.exec(text('index.html')) ?? []

  expect(gzipSync(style, { level: 9 }).length).toBeLessThan(4_000)
  for (const language of languages) {
    const profile = scripts(`${language}profile`)
    expect(size([`${language}index.html.br`, 'favicon.svg.br'])).toBeLessThan(8_000)
    expect(size(profile.map((name) => `${name}.gz`))).toBeLessThan(105_000)
    expect(size(profile.map((name) => `${name}.br`))).toBeLessThan(92_000)
    // The example costs those who open it, and nobody else.
    const apply = scripts(`${language}apply`)
    expect(apply).toEqual(expect.arrayContaining(profile))
    expect(apply.length).toBeGreaterThan(profile.length)
    expect(size(apply.map((name) => `${name}.gz`))).toBeLessThan(125_000)
    for (const code of problemCodes)
      expect(size(scripts(`${language}error/${code}`).map((name) => `${name}.br`))).toBeLessThan(
        1_500,
      )
  }
})
