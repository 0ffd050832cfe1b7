import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { buffer, json } from 'node:stream/consumers'
import { base64url, fromBase64 } from '../crypto.ts'
import type { Deps } from '../deps.ts'
import type { Log } from '../observe/events.ts'
import type { Fetch } from '../provider/exchange.ts'
import type { SgidOptions } from '../provider/sgid.ts'
import type { SessionStore } from '../session/store.ts'
import { portOf } from './raw.ts'
import { answerCall, type Door, StoreCall, Told, type Visit } from './wire.ts'

export interface DoorOptions {
  /** Of the store, that several services share. */
  part: string
  env: Partial<Record<string, string>>
  now: () => number
  /** Plays sgID. */
  fetch: Fetch
  log: Log
  stored: Map<string, Uint8Array>
  store: SessionStore | undefined
  pages: Deps['pages']
  timeouts: SgidOptions['timeouts']
  places: SgidOptions['places']
}

/** What the worker may ask a test for, by the path's first part. */
type Ask = (what: string, incoming: IncomingMessage, outgoing: ServerResponse) => Promise<void>
const doors = new Map<string, Ask>()
let last = 0

const relay = createServer((incoming, outgoing) => {
  const [, name = '', what = ''] = (incoming.url ?? '').split('/')
  // What fails for a caller in the same process is a connection that breaks for one outside.
  doors
    .get(name)?.(what, incoming, outgoing)
    .catch(() => incoming.socket.destroy())
})
// Tests end without closing it.
relay.unref()

/** One more service in the workerd that listens at an address. */
export async function openInWorkerd(workerd: string, options: DoorOptions) {
  const { part, env, now, log, stored, store, pages, timeouts, places } = options
  if (!relay.listening) await new Promise<void>((done) => relay.listen(0, '127.0.0.1', done))
  const name = `${process.pid}-${++last}`
  doors.set(name, (what, incoming, outgoing) => {
    if (what === 'sgid') return playSgid(options.fetch, incoming, outgoing)
    return answerGiven(options, what, incoming, outgoing)
  })
  const settings = Object.fromEntries(
    Object.entries(env).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  )
  const relayed = `http://127.0.0.1:${portOf(relay)}/${name}`
  const door = (): Door => ({
    name,
    part,
    settings,
    now: now(),
    relay: relayed,
    given: { store: store !== undefined, pages: pages !== undefined },
    timeouts: { ...timeouts },
    ...(places !== undefined && { places }),
  })

  return {
    async fetch(request: Request): Promise<Response> {
      const visit: Visit = {
        door: door(),
        url: request.url,
        method: request.method,
        headers: [...request.headers],
        ...(request.body && { body: base64url(new Uint8Array(await request.arrayBuffer())) }),
      }
      const answer = await fetch(workerd, { method: 'POST', body: JSON.stringify(visit) })
      const told = Told.parse(await answer.json())
      for (const { event, fields } of told.log) log(event, fields)
      for (const { key, value } of told.stored) {
        if (value === undefined) stored.delete(key)
        else stored.set(key, fromBase64(value))
      }
      const { status, headers } = told
      const body = told.body === '' ? null : fromBase64(told.body)
      return new Response(body, { status, headers })
    },
  }
}

async function playSgid(sgid: Fetch, incoming: IncomingMessage, outgoing: ServerResponse) {
  const gone = new AbortController()
  outgoing.on('close', () => gone.abort())
  const { method = 'GET', headers } = incoming
  const url = String(headers['x-url'])
  const sent = Object.entries(headers).flatMap(([name, value]) =>
    /^(accept|authorization|content-type)$/.test(name) ? [[name, String(value)] as const] : [],
  )
  const body = await buffer(incoming)
  const answer = await sgid(url, {
    method,
    headers: Object.fromEntries(sent),
    redirect: 'manual',
    signal: gone.signal,
    ...(body.length > 0 && { body: new URLSearchParams(body.toString()) }),
  })
  if (!(answer instanceof Response)) throw new TypeError('sgID must answer by a Response')
  // workerd asks again by itself where a connection that it kept breaks under a GET.
  outgoing.setHeader('Connection', 'close')
  outgoing.writeHead(answer.status, Object.fromEntries(answer.headers))
  if (answer.body)
    Readable.fromWeb(answer.body)
      .on('error', () => outgoing.destroy())
      .pipe(outgoing)
  else outgoing.end()
}

async function answerGiven(
  { store, pages }: DoorOptions,
  what: string,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
) {
  if (what === 'store' && store) {
    const call = StoreCall.parse(await json(incoming))
    outgoing.end(JSON.stringify(await answerCall(store, call)))
  } else {
    const page = await pages?.(new Request('https://login.test/'))
    outgoing.end(await page?.text())
  }
}
