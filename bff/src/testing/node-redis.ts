import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { createInterface } from 'node:readline'
import { portOf } from './raw.ts'

const program = 'redis-server'
const missing = spawnSync(program, ['--version']).error !== undefined

/** Where it is not installed, its tests are skipped under a name that says so; in CI they fail. */
export const redis = {
  skip: missing && process.env['CI'] !== 'true',
  title: missing ? `Redis: ${program} is not on the PATH` : 'Redis',
}

/** A server that keeps nothing, ended by its own id. */
export async function startRedis(port?: number) {
  const at = port ?? (await freePort())
  const flags = ['--bind', '127.0.0.1', '--port', `${at}`, '--save', '', '--appendonly', 'no']
  const child: ChildProcess = spawn(program, flags, { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  if (!child.stdout) throw new Error('the server has no output')
  for await (const line of createInterface(child.stdout)) if (/Ready to accept/.test(line)) break
  child.stdout.resume()
  return {
    port: at,
    url: `redis://127.0.0.1:${at}`,
    signal: (signal: NodeJS.Signals) => child.kill(signal),
    async stop() {
      child.kill('SIGKILL')
      await ended
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const port = portOf(server)
  server.close()
  await once(server, 'close')
  return port
}
