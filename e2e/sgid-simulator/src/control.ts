import { type Context, Hono } from 'hono'
import { createMiddleware } from 'hono/factory'
import { faultNames, faults, isFaultName } from './faults/catalogue.ts'
import { controlPage } from './pages/control-page.ts'
import { pageHeaders } from './pages/page.ts'
import type { Provider } from './provider.ts'
import type { Simulator } from './simulator.ts'

export type Controls = Omit<Simulator, 'fetch'>

/** The switches: a page for people, JSON for programs, and both for this machine only. */
export function controlRoutes({ clients }: Provider, controls: Controls) {
  const app = new Hono()
  app.use('/', loopbackOnly)
  app.use('/_simulator/*', loopbackOnly, sameSiteOnly)

  app.get('/', (c) => c.html(controlPage([...clients.keys()], controls), 200, pageHeaders))
  app.post('/_simulator/form', async (c) => {
    await press(new URLSearchParams(await c.req.text()), controls)
    return c.redirect('/', 303)
  })

  app.get('/_simulator/faults', (c) =>
    c.json({
      active: controls.faults.active(),
      faults: faultNames.map((name) => ({ name, ...faults[name] })),
    }),
  )
  app.delete('/_simulator/faults', (c) => {
    controls.faults.clear()
    return c.body(null, 204)
  })
  app.put('/_simulator/faults/:name', async (c) => {
    const name = c.req.param('name')
    if (!isFaultName(name)) return unknownFault(c, name)
    const times = readTimes(await c.req.text())
    if (times === null)
      return c.json({ error: 'The body is {"times": N} with N of at least 1, or empty' }, 400)
    controls.faults.set(name, { times })
    return c.json({ active: controls.faults.active() })
  })
  app.delete('/_simulator/faults/:name', (c) => {
    const name = c.req.param('name')
    if (!isFaultName(name)) return unknownFault(c, name)
    controls.faults.clear(name)
    return c.body(null, 204)
  })

  app.get('/_simulator/log', (c) => c.json({ log: controls.log() }))
  app.delete('/_simulator/log', (c) => {
    controls.clearLog()
    return c.body(null, 204)
  })
  app.post('/_simulator/rotate-keys', async (c) => {
    await controls.rotateKeys()
    return c.body(null, 204)
  })
  return app
}

/** A name that resolves to this machine but is not its own is somebody rebinding DNS. */
const loopbackOnly = createMiddleware(async (c, next) => {
  const { hostname } = new URL(c.req.url)
  if (['127.0.0.1', '[::1]', 'localhost'].includes(hostname)) return next()
  return c.json({ error: 'The controls answer to localhost only' }, 403)
})

/** Another site's page cannot press a button here. Programs send neither header. */
const sameSiteOnly = createMiddleware(async (c, next) => {
  const site = c.req.header('sec-fetch-site') ?? 'none'
  const origin = c.req.header('origin') ?? new URL(c.req.url).origin
  if (['same-origin', 'none'].includes(site) && origin === new URL(c.req.url).origin) return next()
  return c.json({ error: 'The controls do not answer to other sites' }, 403)
})

/** The control page's form has many buttons and is sent with one of them. */
async function press(form: URLSearchParams, { faults: switches, clearLog, rotateKeys }: Controls) {
  for (const [button, value] of form) {
    if (button === 'once' && isFaultName(value)) switches.set(value, { times: 1 })
    if (button === 'on' && isFaultName(value)) switches.set(value)
    if (button === 'off' && isFaultName(value)) switches.clear(value)
    if (button === 'clear' && value === 'faults') switches.clear()
    if (button === 'clear' && value === 'log') clearLog()
    if (button === 'rotate') await rotateKeys()
  }
}

/** @returns undefined: until switched off; null: the body is not what it may be */
function readTimes(body: string): number | undefined | null {
  if (body === '') return undefined
  try {
    const { times }: { times?: unknown } = JSON.parse(body)
    if (times === undefined) return undefined
    return typeof times === 'number' && Number.isInteger(times) && times > 0 ? times : null
  } catch {
    return null
  }
}

function unknownFault(c: Context, name: string) {
  const error = `There is no fault "${name}". GET /_simulator/faults lists them all.`
  return c.json({ error }, 404)
}
