import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')
const read = (file: string) => readFileSync(join(root, file), 'utf8')

/** Tests that open a service, and are of a part that a worker does not have. */
const ofNode = [
  // Settings and files alone: they open none.
  'bff/src/config.test.ts',
  'bff/src/doctor/checks.test.ts',
  'bff/src/lambda.test.ts',
  'bff/src/worker-env.test.ts',
  // A process, its HTTP server, its counters and its spans.
  'bff/src/peers/start.test.ts',
  'bff/src/http/hostile.test.ts',
  'bff/src/http/rate-limit.test.ts',
  'bff/src/observe/tracing.test.ts',
  // Routes and a provider that a test brings along, which a built worker does not have, and keys in a file.
  'bff/src/api/api.test.ts',
  'bff/src/api/input.test.ts',
  'bff/src/api/upstream.test.ts',
  'bff/src/peers/plain-oidc.test.ts',
]

test('every file of tests that opens a service is run on workerd, or is of Node’s own parts (P41)', () => {
  const [, list = ''] = /const workerd = \[([^\]]*)\]/.exec(read('vitest.config.ts')) ?? []
  const workerd = [...list.matchAll(/'(.+)'/g)].map(([, file = '']) => file)
  const opening = globSync('bff/src/**/*.test.ts', { cwd: root }).filter((file) =>
    read(file).includes('/front-door.ts'),
  )

  expect(opening.length).toBeGreaterThan(15)
  const missing = opening.filter((file) => !workerd.includes(file) && !ofNode.includes(file))
  // What only Node has is called so.
  expect(missing.filter((file) => !basename(file).startsWith('node-'))).toEqual([])
})

test('the page about workers names every setting that has no meaning there', () => {
  const page = read('docs/deploy/edge.md')
  const code = read('bff/src/worker-env.ts')
  const names = [...code.matchAll(/^ +(?:\.{3}.*)?([A-Z_]{4,}):/gm)].map(([, name = '']) => name)
  expect(names.length).toBeGreaterThan(5)
  // It speaks of those in files together.
  const said = names.map((name) => name.replace(/^.*(?=_FILE$)/, ''))
  expect(
    said.filter((name) => !page.includes(`\`${name}\``) && !page.includes(`\`${name}=`)),
  ).toEqual([])
})
