import { Hono } from 'hono'
import type { SessionStore } from '../session/store.ts'

/** @see https://prometheus.io/docs/instrumenting/exposition_formats/ */
const prometheus = { 'Content-Type': 'text/plain; version=0.0.4; charset=utf-8' }

/**
 * What a platform asks of the process, on a port of its own that no citizen reaches.
 *
 * @param metrics in Prometheus' text format
 */
export function createAdmin(
  store: SessionStore,
  stopping: () => boolean,
  metrics?: () => Promise<string>,
): Hono {
  const admin = new Hono()
    .use(async (c, next) => {
      await next()
      c.header('Cache-Control', 'no-store')
    })
    .get('/livez', (c) => c.text('ok\n'))
    .get('/readyz', async (c) => {
      if (stopping()) return c.text('stopping\n', 503)
      // Any key will do: the store answers, or it throws.
      const ready = await store.get('ready').then(
        () => true,
        () => false,
      )
      return ready ? c.text('ok\n') : c.text('the session store does not answer\n', 503)
    })
  if (metrics) admin.get('/metrics', async (c) => c.body(await metrics(), 200, prometheus))
  return admin
}
