import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const bench = (...args: string[]) =>
  spawnSync(process.execPath, [fileURLToPath(new URL('main.ts', import.meta.url)), ...args], {
    encoding: 'utf8',
  })

test('the benchmark logs in, reads, checks every answer, and says of each goal whether it is met', () => {
  const { status, stdout, stderr } = bench('--smoke', 'work')

  expect(stderr).toContain('after')
  expect(status).toBe(0)
  expect(stdout).toMatch(/crypto floor \/ login, memory .* ≥ 0\.40 {2}(met|MISSED)/)
  expect(stdout).toMatch(/bare Hono \/ it .* ≥ 0\.45 {2}(met|MISSED)/)
  expect(stdout).toMatch(/\d of \d goals met/)
})

test('a part that the benchmark does not have is named, with those that it has', () => {
  const { status, stderr } = bench('--fast')

  expect(status).toBe(2)
  expect(stderr).toMatch(/no --fast\. There are: work, memory, start-up, growth, profile, --full/)
})
