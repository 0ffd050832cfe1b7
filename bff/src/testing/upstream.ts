import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

const program = join(import.meta.dirname, '../peers/node-upstream.ts')

/** An existing service in a process of its own, which believes tokens of the issuer for the audience. */
export async function startUpstream(keySet: string, issuer: string, audience: string) {
  const child = spawn(process.execPath, [program, keySet, issuer, audience], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = await once(child.stdout, 'data')
  return {
    origin: `http://127.0.0.1:${String(line).trim()}`,
    async stop() {
      const ended = once(child, 'exit')
      child.kill()
      await ended
    },
  }
}
