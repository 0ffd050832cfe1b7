import { authorizeFaults } from './authorize.ts'
import { authorizePageFaults } from './authorize-page.ts'
import { blockKeyFaults } from './block-key.ts'
import { claimFaults } from './claims.ts'
import { fieldFaults } from './field.ts'
import { keySetFaults, keySetRewrites, rotationFaults } from './key-set.ts'
import { signatureFaults } from './signature.ts'
import { tokenFaults } from './token.ts'
import { tokenBodyFaults } from './token-body.ts'
import { userInfoFaults } from './user-info.ts'
import { userInfoBodyFaults } from './user-info-body.ts'
import { valueFaults } from './values.ts'

/** One way in which an answer is spoiled. */
export interface Fault {
  /** What it does, in one line. */
  readonly about: string
  /** A correct relying party logs the person in all the same. */
  readonly legal?: true
}

const byEndpoint = {
  Authorization: { ...authorizePageFaults, ...authorizeFaults },
  Token: { ...tokenFaults, ...tokenBodyFaults },
  'ID token': { ...claimFaults, ...signatureFaults },
  'Key set': { ...keySetFaults, ...keySetRewrites, ...rotationFaults },
  'User info': {
    ...userInfoFaults,
    ...userInfoBodyFaults,
    ...valueFaults,
    ...blockKeyFaults,
    ...fieldFaults,
  },
}

const all = {
  ...byEndpoint.Authorization,
  ...byEndpoint.Token,
  ...byEndpoint['ID token'],
  ...byEndpoint['Key set'],
  ...byEndpoint['User info'],
}

/** Names a fault: `token-500`, `userinfo-swapped-sub`. */
export type FaultName = keyof typeof all & string

/** Every fault by name. */
export const faults: Readonly<Record<FaultName, Fault>> = all

/** All names, in the order of the protocol. */
export const faultNames: FaultName[] = Object.keys(all).filter(isFaultName)

/** Fault names by the part of the protocol they spoil. */
export const faultGroups: { title: string; names: FaultName[] }[] = Object.entries(byEndpoint).map(
  ([title, table]) => ({ title, names: Object.keys(table).filter(isFaultName) }),
)

/**
 * Whether there is a fault of that name. Never throws.
 *
 * @param name a name, perhaps: `token-500`
 * @returns true for the name of a fault
 */
export function isFaultName(name: string): name is FaultName {
  return Object.hasOwn(all, name)
}
