import { personas } from 'sgid-simulator'
import { type Stack, startStack } from './stack.ts'

/** One service for all specs, on free ports. Each spec signs in anew, in a browser of its own. */
export default async function setUp(): Promise<() => Promise<void>> {
  // All the specs come from one address.
  const stack = await startStack({ settings: { RATE_LIMIT_PER_MINUTE: '0' } })
  process.env['E2E_ORIGIN'] = stack.bff.origin
  return async () => {
    await stack.stop()
    refuseLeaks(stack)
  }
}

/**
 * P38, over everything that the service logged while the specs ran.
 *
 * @throws {Error} when a line holds a value of a person, or what sgID and the service told each other
 */
function refuseLeaks({ bff, sgid }: Stack): void {
  const values = Object.values(personas).flatMap(({ data }) => Object.values(data))
  const exchanged = sgid.simulator
    .log()
    .flatMap(({ query, form, headers }) => [
      ...['state', 'nonce', 'code_challenge'].map((name) => query[name]),
      ...['code', 'code_verifier', 'client_secret'].map((name) => form?.[name]),
      headers['authorization']?.replace('Bearer ', ''),
    ])
  const secrets = [...values, ...exchanged].filter(
    (value) => value !== undefined && value.length > 5,
  )
  const said = bff.lines.join('\n')
  const leaked = secrets.filter((secret) => secret !== undefined && said.includes(secret))
  if (leaked.length > 0) throw new Error(`${leaked.length} secrets stand in the log`)
}
