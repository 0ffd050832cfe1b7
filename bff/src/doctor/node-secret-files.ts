import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { secretNames } from '../config.ts'
import { openTo } from '../node-secret-file.ts'
import { type Check, ok, type Seen, warning, wrong } from './check.ts'

type Env = Record<string, string | undefined>

/** That nobody else on the machine reads what is secret. */
export function secretFileChecks(env: Env): Check<unknown>[] {
  const files = secretNames.flatMap((name) => {
    const path = env[`${name}_FILE`]
    return path && existsSync(path) ? [check(`${name}_FILE`, path, wrong)] : []
  })
  const dotenv = resolve('.env')
  const holds =
    existsSync(dotenv) &&
    // A setting that names a file is no secret.
    new RegExp(`^\\s*(export\\s+)?(${secretNames.join('|')})\\s*=`, 'm').test(
      readFileSync(dotenv, 'utf8'),
    )
  return holds ? [...files, check('.env', dotenv, warning)] : files
}

/** @param judge of a file that is open to everybody */
function check(what: string, path: string, judge: (seen: string) => Seen): Check<unknown> {
  return {
    what,
    expected: 'a file that its owner alone may read and change',
    mend: `chmod 600 ${path}`,
    look() {
      const open = openTo(path)
      if (open === 'nobody') return ok('its owner’s alone')
      const seen = `open to ${open}`
      return open === 'everybody' ? judge(seen) : warning(seen)
    },
  }
}
