import { waitUntil } from 'cloudflare:workers'
import { dynamicHeaders } from './http/answer.ts'
import type { Bindings } from './worker-env.ts'
import { createService } from './worker-service.ts'

export { SessionShard } from './session/durable-object.ts'

type App = Awaited<ReturnType<typeof createService>>
let service: Promise<App> | undefined

/** The service on workerd: settings and bindings from the environment, sessions in Durable Objects. */
export default {
  async fetch(request: Request, env: Bindings): Promise<Response> {
    service ??= createService(env)
    const answer = service.then((app) => serve(app, request), refuse)
    // A login goes on when its browser is gone: the code is spent, and the browser may ask again.
    waitUntil(answer)
    return answer
  },
}

function serve(app: App, request: Request) {
  // Set by Cloudflare, whatever the visitor sent under that name.
  const clientAddress = request.headers.get('CF-Connecting-IP') ?? undefined
  return app.fetch(request, { clientAddress })
}

/** Without settings that hold nothing is served, and the next request looks again. */
function refuse(error: unknown): Response {
  service = undefined
  console.error(error instanceof Error ? error.message : error)
  const headers = { ...dynamicHeaders, 'Content-Type': 'text/plain; charset=utf-8' }
  return new Response('This site is not set up. Its log says why.\n', { status: 503, headers })
}
