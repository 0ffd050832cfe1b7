import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { get } from 'node:http'
import { availableParallelism } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { freePort, stop } from '@sgid-login/e2e/bff'
import * as z from 'zod'

/** What is measured has one CPU to itself, everything else shares the others. */
export const pinned = availableParallelism() > 1 && spawnSync('taskset', ['-V']).error === undefined
const cpus = { measured: '0', other: `1-${Math.max(1, availableParallelism() - 1)}` }

const monitor = new URL('monitor.ts', import.meta.url).href
/** Milliseconds after which a process is taken for dead. */
const patience = 300_000

export interface Program {
  file: URL
  /** Of Node. */
  flags?: string[]
  env?: Record<string, string | undefined>
  cpu: keyof typeof cpus
}

/** A program of Node, in a process of its own. Whoever starts it must stop it. */
export function start({ file, flags = [], env = {}, cpu }: Program) {
  const node = [process.execPath, ...flags, fileURLToPath(file)]
  const [program = '', ...args] = pinned ? ['taskset', '-c', cpus[cpu], ...node] : node
  return spawn(program, args, {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
}

/** Asks a process, which answers one question at a time. @throws {Error} when it fails or ends */
export async function ask<T>(child: ChildProcess, question: unknown, schema: z.ZodType<T>) {
  const answered = new AbortController()
  const signal = AbortSignal.any([answered.signal, AbortSignal.timeout(patience)])
  child.send(question as object)
  try {
    const [answer] = await Promise.race([
      once(child, 'message', { signal }),
      once(child, 'exit', { signal }).then(() => [{ failed: 'the process ended' }]),
    ])
    const failure = z.object({ failed: z.string() }).safeParse(answer)
    if (failure.success) throw new Error(failure.data.failed)
    return schema.parse(answer)
  } finally {
    answered.abort()
  }
}

const Cpu = z.object({ cpu: z.number() })
const Memory = z.object({ resident: z.number(), live: z.number() })

/** A server under measurement, told by `PORT` where to listen. Returns when it answers. */
export async function startServer(
  file: URL,
  env: Record<string, string | undefined> = {},
  flags: string[] = [],
) {
  const port = Number(env['PORT'] ?? (await freePort()))
  const all = { ...env, PORT: String(port) }
  const child = start({ file, env: all, cpu: 'measured', flags: [`--import=${monitor}`, ...flags] })
  await answers(child, port)
  return {
    port,
    child,
    /** Microseconds that all its threads have used so far. */
    cpu: async () => (await ask(child, 'cpu', Cpu)).cpu,
    /** Bytes after a collection: what is alive, and what the system gave. */
    memory: () => ask(child, 'memory', Memory),
    stop: () => stop(child),
  }
}

export type Server = Awaited<ReturnType<typeof startServer>>

/** Waits for the first answer, whatever it is. @returns when it came, by `performance.now()` */
export async function answers(child: ChildProcess, port: number, path = '/'): Promise<number> {
  const until = performance.now() + patience
  while (child.exitCode === null && performance.now() < until) {
    if (await tried(port, path)) return performance.now()
    await sleep(1)
  }
  throw new Error(`a server did not start (${child.exitCode})`)
}

function tried(port: number, path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const call = get({ port, path, host: '127.0.0.1', agent: false, headers: { 'x-csrf': '1' } })
    call.on('response', (answer) => answer.resume().on('end', () => resolve(true)))
    call.on('error', () => resolve(false))
  })
}
