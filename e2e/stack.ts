import { demoScopes } from '@sgid-login/shared'
import { makeClient, type SimulatorServer, serveSimulator } from 'sgid-simulator'
import { type Bff, freePort, startBff } from './bff.ts'

interface DemoOptions {
  /** Where the browser finds the service. */
  port: number
  /** 0: any free one. */
  sgidPort: number
}

/**
 * A simulator that knows one service, and that service's settings. The two stand on different
 * sites, `127.0.0.1` and `localhost`, as sgID and a service do: on one site a browser would send
 * cookies to the callback that it keeps back in real life.
 */
export async function demoService({ port, sgidPort }: DemoOptions) {
  const redirectUri = `http://localhost:${port}/auth/callback`
  const { client, privateKey } = await makeClient({
    clientId: 'DEMO-CLIENT',
    redirectUris: [redirectUri],
    scopes: demoScopes.split(' '),
  })
  const sgid: SimulatorServer = await serveSimulator({ clients: [client], port: sgidPort })
  const settings = {
    SGID_CLIENT_ID: client.clientId,
    SGID_CLIENT_SECRET: client.clientSecret,
    SGID_PRIVATE_KEY: privateKey,
    SGID_HOSTNAME: sgid.origin,
    SGID_REDIRECT_URI: redirectUri,
    SGID_SCOPES: demoScopes,
  }
  return { sgid, settings }
}

/** What the demonstration takes of an environment: purposes of logins, and a service behind it. */
export function ownSettings(env: Record<string, string | undefined>): Record<string, string> {
  const own = Object.entries(env).filter(([name]) => /^(LOGIN_PURPOSES|UPSTREAM_\w+)$/.test(name))
  return Object.fromEntries(own.map(([name, value = '']) => [name, value]))
}

export interface Stack {
  bff: Bff
  sgid: SimulatorServer
  stop(): Promise<void>
}

interface StackOptions extends Partial<DemoOptions> {
  /** Of the BFF's environment, over those that make it known to the simulator. */
  settings?: Record<string, string>
}

/** A whole service, as built for production: simulator, BFF and pages. Port 0: any free one. */
export async function startStack({
  port = 0,
  sgidPort = 0,
  settings: others = {},
}: StackOptions = {}): Promise<Stack> {
  const bffPort = port || (await freePort())
  const { sgid, settings } = await demoService({ port: bffPort, sgidPort })
  try {
    const bff = await startBff({ port: bffPort, settings: { ...settings, ...others } })
    const stop = async () => {
      await bff.stop()
      await sgid.close()
    }
    return { bff, sgid, stop }
  } catch (error) {
    await sgid.close()
    throw error
  }
}
