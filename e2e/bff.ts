import { type ChildProcess, spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { demoScopes } from '@sgid-login/shared'

/** The BFF as it is built for production: one file for Node. */
export const bffProgram = fileURLToPath(new URL('../bff/dist/node.js', import.meta.url))
const pages = fileURLToPath(new URL('../web/dist', import.meta.url))

export interface Bff {
  origin: string
  /** What it has logged so far: lines of JSON. */
  lines: string[]
  signal(signal: NodeJS.Signals): void
  /**
   * @param patience milliseconds after which it is killed
   * @returns the exit code: null for one that a signal ended
   */
  stop(signal?: NodeJS.Signals, patience?: number): Promise<number | null>
}

interface BffOptions {
  /** 0: any free one. */
  port: number
  settings: Record<string, string | undefined>
  /** Another copy of it. */
  program?: string
  /** Called with each line of its log. */
  onLine?: (line: string) => void
}

/**
 * The BFF and the pages as they are built for production, in a process of their own.
 *
 * @throws {Error} with the process's own words when it does not start
 */
export async function startBff(options: BffOptions): Promise<Bff> {
  const { port, settings, program = bffProgram, onLine } = options
  const chosen = port || (await freePort())
  const origin = `http://localhost:${chosen}`
  const env = {
    PATH: process.env['PATH'],
    SGID_REDIRECT_URI: `${origin}/auth/callback`,
    SESSION_STORE: 'memory:',
    SGID_SCOPES: demoScopes,
    WEB_ROOT: pages,
    ...settings,
    PORT: String(chosen),
  }
  const child = spawn(process.execPath, [program], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const lines: string[] = []
  const complaints: string[] = []
  createInterface(child.stderr).on('line', (line) => complaints.push(line))
  await new Promise<void>((resolve, reject) => {
    createInterface(child.stdout).on('line', (line) => {
      lines.push(line)
      onLine?.(line)
      if (line.includes('"server.listening"')) resolve()
    })
    child.once('exit', () => reject(new Error(complaints.join('\n'))))
  })
  return {
    origin,
    lines,
    signal: (signal) => void child.kill(signal),
    stop: (signal, patience) => stop(child, signal, patience),
  }
}

/** Builds the pages for other settings than those of the demonstration. @param folder where they go */
export async function buildPages(folder: string, settings: Record<string, string>): Promise<void> {
  const child = spawn(
    'pnpm',
    ['exec', 'vite', 'build', '--logLevel', 'warn', '--emptyOutDir', '--outDir', folder],
    {
      cwd: fileURLToPath(new URL('../web', import.meta.url)),
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...settings },
      stdio: 'inherit',
    },
  )
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new Error('the pages cannot be built')
}

/** Asks a process to end, and ends it when it does not listen. */
export function stop(
  child: ChildProcess,
  signal: NodeJS.Signals = 'SIGTERM',
  patience = 5000,
): Promise<number | null> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve(child.exitCode)
    const impatient = setTimeout(() => child.kill('SIGKILL'), patience)
    child.once('exit', () => {
      clearTimeout(impatient)
      resolve(child.exitCode)
    })
    child.kill(signal)
  })
}

/**
 * A loopback port on which nobody listens at the moment. It lies below those that systems give to
 * outgoing connections: one of them could take it before the server that it is for has started.
 *
 * @param wanted this one, or any
 * @throws {Error} `EADDRINUSE`
 */
export async function freePort(wanted = 0): Promise<number> {
  for (let left = 20; ; left--) {
    const port = wanted || randomInt(11_000, 32_768)
    const server = createServer().listen(port, '127.0.0.1')
    try {
      await once(server, 'listening')
      await new Promise((resolve) => server.close(resolve))
      return port
    } catch (error) {
      if (wanted || left === 0) throw error
    }
  }
}
