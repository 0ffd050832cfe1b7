import type { Finding } from './check.ts'

/** Where each setting comes from, for who has a wrong one. */
const sources: Record<string, string> = {
  SGID_CLIENT_ID: 'copy it from the registration at sgID',
  SGID_CLIENT_SECRET: 'copy it from the registration at sgID',
  SGID_PRIVATE_KEY: 'take the key that came with the registration at sgID, the whole of it',
  SGID_REDIRECT_URI: 'set the address that is registered at sgID, https://HOST/auth/callback',
  UPSTREAM_URL: 'set the address of the service behind: https, or http on this machine',
  UPSTREAM_PRIVATE_KEY: 'make one: openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256',
  SESSION_SECRET: 'make one: npm run keygen',
}

/** A line for each fault that stops the start. */
export function settingsFindings(faults: string[]): Finding[] {
  return faults.map((fault) => {
    const name = /^\w+/.exec(fault)?.[0] ?? ''
    const unread =
      fault.endsWith('names a file that cannot be read') &&
      'see that it is there, and look as the user of the service'
    const mend = unread || (sources[name.replace(/_FILE$/, '')] ?? 'see Settings in README.md')
    return {
      what: 'settings',
      verdict: 'wrong',
      seen: fault,
      expected: 'settings with which the service starts',
      mend,
    }
  })
}
