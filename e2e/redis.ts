import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { freePort } from './bff.ts'

interface RedisOptions {
  /** 0: any free one. */
  port?: number
  /** Port of the server that it follows. */
  replicaOf?: number
}

/** A server that keeps nothing, ended by its own id. */
export async function startRedis({ port = 0, replicaOf }: RedisOptions = {}) {
  const at = port || (await freePort())
  const flags = ['--bind', '127.0.0.1', '--port', `${at}`, '--save', '', '--appendonly', 'no']
  flags.push('--repl-diskless-sync-delay', '0')
  if (replicaOf !== undefined) {
    // It would leave a file otherwise of what the other sends it.
    flags.push('--replicaof', '127.0.0.1', `${replicaOf}`, '--repl-diskless-load', 'swapdb')
  }
  const child = spawn('redis-server', flags, { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
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
