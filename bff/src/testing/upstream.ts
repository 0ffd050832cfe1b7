import { spawn } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import { join } from 'node:path'

const program = join(import.meta.dirname, '../peers/node-upstream.ts')

/** A value of UPSTREAM_PRIVATE_KEY. */
export function newSigningKey(): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return privateKey.export({ format: 'pem', type: 'pkcs8' }).toString()
}

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
