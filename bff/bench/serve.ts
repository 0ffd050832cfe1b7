import { createServer } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { together } from '../src/node-together.ts'

/** Serves an app as the BFF does, requests of one turn side by side, and without its checks. */
export function serve(fetch: (request: Request) => Response | Promise<Response>, port: number) {
  const answer = getRequestListener(fetch)
  const later = together((request: Parameters<typeof answer>) => answer(...request))
  createServer((...request) => later(request)).listen(port, '127.0.0.1')
}
