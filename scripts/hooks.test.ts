import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build } from 'vite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { packHooks } from '../e2e/own-spa.ts'

const folder = mkdtempSync(join(tmpdir(), 'hooks-'))
let packed: string
let manifest: Record<string, unknown>
beforeAll(async () => {
  packed = await packHooks(folder)
  manifest = JSON.parse(readFileSync(join(packed, 'package.json'), 'utf8'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const dist = (pattern: string) => globSync(`dist/**/${pattern}`, { cwd: packed })
const read = (name: string) => readFileSync(join(packed, name), 'utf8')

/** What an app pays for these names: bundled and minified as an app does it, without the peers. */
async function cost(names: string): Promise<number> {
  const entry = join(folder, `${names.replaceAll(/\W+/g, '-')}.js`)
  writeFileSync(
    entry,
    `import * as hooks from './package/dist/index.js'\nglobalThis.used = ${names}`,
  )
  const result = await build({
    root: folder,
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      target: 'es2022',
      modulePreload: false,
      rolldownOptions: { input: entry, external: /^(react|@tanstack\/react-query)(\/|$)/ },
    },
  })
  const outputs = 'output' in result ? result.output : []
  const code = outputs.map((file) => (file.type === 'chunk' ? file.code : '')).join('')
  return gzipSync(code, { level: 9 }).length
}

test('all the hooks are at most 6 kB gzip without their peers', async () => {
  const all = await cost('hooks')

  expect(all).toBeGreaterThan(4_000)
  expect(all).toBeLessThanOrEqual(6_000)
})

test.each([
  ['hooks.claimText', 200],
  ['hooks.loginHref', 700],
  ['hooks.useSession', 2_000],
])('an app that uses %s alone pays at most %i bytes', async (names, most) => {
  expect(await cost(names)).toBeLessThanOrEqual(most)
})

test('every React of the peer range is one that a browser logs in with, and the other way round', () => {
  const majors = ['e2e/react-18', 'web'].map((place) => {
    const file = join(import.meta.dirname, '..', place, 'node_modules/react/package.json')
    const { version }: { version: string } = JSON.parse(readFileSync(file, 'utf8'))
    return version.split('.')[0]
  })

  const range = new RegExp(`^${majors.map((major) => `\\^${major}\\.\\d+\\.0`).join(' \\|\\| ')}$`)
  expect(manifest).toMatchObject({ peerDependencies: { react: expect.stringMatching(range) } })
})

test('the package needs React and react-query of the app, and nothing else', () => {
  expect(manifest).toMatchObject({ type: 'module', sideEffects: false })
  expect(Object.keys(manifest['peerDependencies'] ?? {})).toEqual([
    '@tanstack/react-query',
    'react',
  ])
  expect(manifest).not.toHaveProperty('dependencies')
  const imported = dist('*.{js,d.ts}').flatMap((name) =>
    [...read(name).matchAll(/(?:from |import\(|import )["']([^."'][^"']*)/g)].map(
      ([, from]) => from,
    ),
  )
  expect(new Set(imported)).toEqual(
    new Set(['@tanstack/react-query', 'react', 'react/jsx-runtime']),
  )
})

test('modules and types are there, and no style, source or test', () => {
  expect(manifest['exports']).toEqual({
    '.': { types: './dist/index.d.ts', default: './dist/index.js' },
  })
  const files = globSync('**/*.*', { cwd: packed })
  expect(files).toEqual(expect.arrayContaining(['dist/index.js', 'dist/index.d.ts']))
  expect(
    files.filter((name) => !/^(dist\/.*\.js|dist\/.*\.d\.ts|package\.json|README\.md)$/.test(name)),
  ).toEqual([])
  expect(files.filter((name) => /test/.test(name))).toEqual([])
})

test('every public name has a docstring', () => {
  const index = read('dist/index.d.ts')
  const names = [
    ...index.matchAll(/export (?:type )?\{([^}]*)\} from '\.\/([\w-]+)\.js'/g),
  ].flatMap(([, list = '', file]) =>
    list.split(',').map((name) => [name.replace('type', '').trim(), `dist/${file}.d.ts`] as const),
  )

  expect(names.length).toBeGreaterThan(35)
  for (const [name, file] of names) {
    const words = new RegExp(
      `\\*/\\n(?:export )(?:declare )?(?:const|function|class|interface|type) ${name}\\b`,
    )
    expect([name, words.test(read(file))]).toEqual([name, true])
  }
})
