import { once } from 'node:events'
import { createServer } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import { ConnectionCut } from './fetch.ts'
import { createSimulator, type Simulator, type SimulatorOptions } from './simulator.ts'

/** A simulator on a port of this machine. */
export interface SimulatorServer {
  /** The same as in process: its faults, its log. */
  simulator: Simulator
  /**
   * Where it is reached, without a trailing slash: `http://127.0.0.1:5157`. The issuer is this and
   * `/v2`.
   */
  origin: string
  /** Stops listening, and cuts what is still open. Never rejects. */
  close(): Promise<void>
}

/** What a simulator with a port is made of. */
export interface ServeOptions extends Omit<SimulatorOptions, 'origin'> {
  /** The TCP port; 0: any free one. */
  port: number
  /** Nobody but this machine reaches it. */
  host?: '127.0.0.1'
  /** Public origin: where it listens if nothing is said, `http://127.0.0.1:5157`. */
  origin?: string
}

/**
 * A simulator that listens on this machine.
 *
 * @param options its port, and what `createSimulator` takes
 * @returns the simulator, once it listens
 * @throws {Error} the server's, e.g. `EADDRINUSE`, or when a client could never log in
 */
export async function serveSimulator(options: ServeOptions): Promise<SimulatorServer> {
  const { port, host = '127.0.0.1' } = options
  const server = createServer()
  server.listen(port, host)
  await once(server, 'listening')

  const address = server.address()
  const listening = typeof address === 'object' && address ? address.port : port
  const origin = options.origin ?? `http://${host}:${listening}`
  const starting = createSimulator({ ...options, origin })
  server.on(
    'request',
    getRequestListener(async (request, { incoming }) => answer(await starting, request, incoming), {
      overrideGlobalObjects: false,
    }),
  )

  return {
    simulator: await starting,
    origin,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** A `fetch` that rejects in process is a connection that breaks over the network. */
async function answer(
  simulator: Simulator,
  request: Request,
  { socket }: { socket: { destroy(): unknown } },
): Promise<Response> {
  try {
    return await simulator.fetch(request)
  } catch (error) {
    const expected = request.signal.aborted || isCut(error)
    if (!expected) console.error(error)
    // The request would end alone when all of it has come in, and the caller wait for ever.
    socket.destroy()
    return RESPONSE_ALREADY_SENT
  }
}

function isCut(error: unknown): boolean {
  return error instanceof TypeError && error.cause instanceof ConnectionCut
}
