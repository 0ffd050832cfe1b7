import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { freePort } from './bff.ts'

/** A server that keeps nothing, ended by its own id. Port 0: any free one. */
export async function startRedis({ port = 0 } = {}) {
  const at = port || (await freePort())
  const flags = ['--bind', '127.0.0.1', '--port', `${at}`, '--save', '', '--appendonly', 'no']
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
