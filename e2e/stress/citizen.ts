import { Agent, type IncomingHttpHeaders, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { approve } from 'sgid-simulator'

export interface Answer {
  status: number
  headers: IncomingHttpHeaders
  body: string
  /** Milliseconds until the last byte. */
  took: number
}

/** Milliseconds after which an answer is taken for lost: nothing here waits for ever. */
const patience = 30_000

/** Many citizens share so many connections. */
const agent = new Agent({ keepAlive: true, maxSockets: 700 })

/** One GET or POST. @throws {Error} when no answer comes */
export function send(
  url: string | URL,
  headers: Record<string, string> = {},
  method = 'GET',
): Promise<Answer> {
  const began = performance.now()
  return new Promise((resolve, reject) => {
    const call = request(url, { agent, headers, method, timeout: patience }, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk) => chunks.push(chunk)).on('error', reject)
      answer.on('end', () =>
        resolve({
          status: answer.statusCode ?? 0,
          headers: answer.headers,
          body: Buffer.concat(chunks).toString(),
          took: performance.now() - began,
        }),
      )
    })
    call.on('timeout', () => call.destroy(new Error('no answer in time')))
    call.on('error', reject)
    call.end()
  })
}

export interface Login {
  /** The callback's path and query. */
  callback: string
  /** The cookie of the login. */
  cookie: string
}

/** Goes to sgID and agrees there: what is left is to come back. */
export async function beginLogin(origin: string, persona = 'plain'): Promise<Login> {
  const out = await send(`${origin}/auth/login`)
  const back = await approve((asked) => fetch(asked, { redirect: 'manual' }), location(out), {
    persona,
  })
  return { callback: back.pathname + back.search, cookie: cookieOf(out) }
}

/** @returns the cookie of a new session */
export async function signIn(origin: string, persona?: string): Promise<string> {
  const { callback, cookie } = await beginLogin(origin, persona)
  const answer = await send(origin + callback, { cookie })
  if (location(answer) !== '/profile') throw new Error(`login ended at ${location(answer)}`)
  return cookieOf(answer)
}

/** What script of our own pages does. */
export function call(url: string, cookie: string, method = 'GET'): Promise<Answer> {
  return send(url, { cookie, 'x-csrf': '1', 'sec-fetch-site': 'same-origin' }, method)
}

export function location({ headers }: Answer): string {
  return headers.location ?? ''
}

/** The first cookie that an answer sets. */
export function cookieOf({ headers }: Answer): string {
  return headers['set-cookie']?.[0]?.split(';')[0] ?? ''
}

/** Runs a task for every number below `count`, so many at a time. */
export async function each(count: number, atOnce: number, task: (index: number) => Promise<void>) {
  let next = 0
  const worker = async () => {
    while (next < count) await task(next++)
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
}

/** @throws {Error} when it does not become true in time */
export async function until(what: string, isTrue: () => Promise<boolean>): Promise<number> {
  const began = performance.now()
  while (!(await isTrue())) {
    if (performance.now() - began > patience) throw new Error(`never: ${what}`)
    await sleep(10)
  }
  return performance.now() - began
}

/** @param part 0.99 for the value below which 99 of 100 lie */
export function percentile(values: number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0
}
