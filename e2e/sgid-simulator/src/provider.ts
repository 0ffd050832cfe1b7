import type { AccessLogEntry } from './access-log.ts'
import type { Client } from './client.ts'
import type { RequestFaults } from './faults/switches.ts'
import type { Grants } from './grants.ts'
import type { Layout } from './sealing.ts'
import type { SigningKeys } from './signing-keys.ts'

/** What every endpoint shares. */
export interface Provider {
  readonly issuer: string
  readonly dialect: 'sgid' | 'mockpass'
  readonly layout: Layout
  readonly clients: Map<string, Client>
  readonly keys: SigningKeys
  readonly grants: Grants
  /** Milliseconds. */
  readonly now: () => number
}

/** What every request carries: its line in the access log, and the faults it may take. */
export interface Env {
  Variables: { entry: AccessLogEntry; faults: RequestFaults }
}
