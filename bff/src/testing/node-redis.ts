import { spawnSync } from 'node:child_process'

const program = 'redis-server'
const missing = spawnSync(program, ['--version']).error !== undefined

/** Where it is not installed, its tests are skipped under a name that says so; in CI they fail. */
export const redis = {
  skip: missing && process.env['CI'] !== 'true',
  title: missing ? `Redis: ${program} is not on the PATH` : 'Redis',
}
