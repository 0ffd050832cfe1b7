import { readFileSync, statSync } from 'node:fs'
import { SecretFileError } from './config.ts'

/**
 * The text of a file that holds a secret.
 *
 * @throws {SecretFileError} when every user of the machine may read or change it
 */
export function readSecretFile(path: string): string {
  if (openTo(path) === 'everybody') {
    throw new SecretFileError('names a file that every user may read or change: chmod 600 it')
  }
  return readFileSync(path, 'utf8')
}

/**
 * Who beside its owner may read or change a file. A group may be meant to: where secrets are mounted,
 * a process often reads them as a member of theirs.
 */
export function openTo(path: string): 'nobody' | 'its group' | 'everybody' {
  // There a mode says nothing: access lists do.
  if (process.platform === 'win32') return 'nobody'
  const { mode } = statSync(path)
  if (mode & 0o007) return 'everybody'
  return mode & 0o070 ? 'its group' : 'nobody'
}
