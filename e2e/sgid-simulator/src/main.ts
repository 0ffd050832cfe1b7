import { fileURLToPath } from 'node:url'
import { environment, keptRegistration, type Registration } from './registration.ts'
import { type SimulatorServer, serveSimulator } from './serve.ts'

const folder = fileURLToPath(new URL('../../../data/simulator', import.meta.url))
const port = Number(process.env['SIMULATOR_PORT'] ?? 5157)
const redirectUris = (
  process.env['SIMULATOR_REDIRECT_URIS'] ??
  'http://localhost:3000/auth/callback,http://localhost:5001/api/redirect'
)
  .split(',')
  .map((uri) => uri.trim())

const registration = await keptRegistration(folder, redirectUris)
const server = await start(registration)
console.log(welcome(registration, server))
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, async () => {
    await server.close()
    process.exit(0)
  })
}

async function start({ client }: Registration): Promise<SimulatorServer> {
  try {
    return await serveSimulator({ clients: [client], port })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error
    console.error(`Port ${port} is taken: stop what uses it, or set SIMULATOR_PORT to another one.`)
    process.exit(1)
  }
}

function welcome(registered: Registration, { origin }: SimulatorServer): string {
  return `The sgID simulator runs at ${origin}, with made-up people only.

Settings of your relying party:

${environment(registered, origin)}

Registered redirect URIs (SIMULATOR_REDIRECT_URIS replaces them):
${registered.client.redirectUris.map((uri) => `  ${uri}`).join('\n')}

People, faults and requests:  ${origin}/
Faults for programs:          curl ${origin}/_simulator/faults
Stop:                         Ctrl+C
`
}
