import { startStack } from './stack.ts'

/** One service for all specs, on free ports. Each spec signs in anew, in a browser of its own. */
export default async function setUp(): Promise<() => Promise<void>> {
  const stack = await startStack()
  process.env['E2E_ORIGIN'] = stack.bff.origin
  process.env['E2E_SGID'] = stack.sgid.origin
  return stack.stop
}
