import type { Log } from './events.ts'
import { describe } from './failure.ts'
import { createOldKeyLog } from './old-key.ts'

/**
 * What the log says of the provider, beside the fate of single logins.
 *
 * @param now milliseconds since the epoch
 */
export function createProviderLog(log: Log, now: () => number) {
  const oldKey = createOldKeyLog(log, now)
  return {
    onLost: (error: unknown) => log('idp.lost', describe(error)),
    onBack: () => log('idp.back'),
    onKeySet: (error?: unknown) =>
      error === undefined ? log('keys.refreshed') : log('keys.failed', describe(error)),
    onPrivateKey: (index: number) => oldKey('key.old_private_key', index),
  }
}
