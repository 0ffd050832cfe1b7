import { startBff } from './bff.ts'
import { explain } from './explain.ts'
import { onStop } from './on-stop.ts'
import { ownSettings, startStack } from './stack.ts'

// What `npm start` runs. With settings of sgID it is the service; without, a demonstration of it.
const port = Number(process.env['PORT'] ?? 3000)
const real = Object.keys(process.env).some((name) => name.startsWith('SGID_'))

try {
  await (real ? startService() : startDemonstration())
} catch (error) {
  console.error(explain(error))
  process.exitCode = 1
}

async function startDemonstration(): Promise<void> {
  // Pages of somebody else, to be tried with made-up people.
  const { WEB_ROOT } = process.env
  const stack = await startStack({
    port,
    sgidPort: 5157,
    settings: { ...ownSettings(process.env), ...(WEB_ROOT && { WEB_ROOT }) },
  })
  console.log(`
  sgID web login is running, with a simulator in the place of sgID: made-up people, no account.

  Open      ${stack.bff.origin}
  Simulator ${stack.sgid.origin}  (people, faults to switch on, what was asked)
  Stop      Ctrl-C
`)
  onStop(stack.stop)
}

async function startService(): Promise<void> {
  const settings = process.env
  const bff = await startBff({ port, settings, onLine: (line) => console.log(line) })
  console.log(`
  sgID web login is running against ${settings['SGID_HOSTNAME'] ?? 'https://api.id.gov.sg'}.

  Open  ${new URL(settings['SGID_REDIRECT_URI'] ?? bff.origin).origin}
  Stop  Ctrl-C
`)
  onStop(bff.stop)
}
