import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { afterEach, expect, test } from 'vitest'

const main = fileURLToPath(new URL('main.ts', import.meta.url))
const running: ChildProcess[] = []
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL')
})

function start(environment: Record<string, string>) {
  const child = spawn(process.execPath, [main], { env: { ...process.env, ...environment } })
  running.push(child)
  return child
}

async function welcome(child: ReturnType<typeof start>): Promise<string> {
  let said = ''
  for await (const chunk of child.stdout) {
    said += chunk
    if (said.includes('Ctrl+C')) break
  }
  return said
}

test('alone, it says how to use it, answers, and stops when told to', async () => {
  const redirects = 'http://localhost:4000/a, http://localhost:4000/b'
  const child = start({ SIMULATOR_PORT: '0', SIMULATOR_REDIRECT_URIS: redirects })
  const said = await welcome(child)
  const origin = /SGID_HOSTNAME=(\S+)/.exec(said)?.[1]

  expect(said).toMatch(/^SGID_CLIENT_ID=SIMULATOR-CLIENT$/m)
  expect(said).toMatch(/^SGID_CLIENT_SECRET=\S{32}$/m)
  expect(said).toMatch(
    /^SGID_PRIVATE_KEY="-----BEGIN PRIVATE KEY-----\\n.*\\n-----END PRIVATE KEY-----"$/m,
  )
  expect(said).toMatch(/^SGID_REDIRECT_URI=http:\/\/localhost:4000\/a$/m)
  expect(said).toMatch(/^ {2}http:\/\/localhost:4000\/b$/m)
  expect((await fetch(`${origin}/`)).status).toBe(200)
  child.kill('SIGTERM')
  expect(await once(child, 'exit')).toEqual([0, null])
})

test('a port that is taken is one helpful sentence', async () => {
  const first = start({ SIMULATOR_PORT: '0' })
  const port = /SGID_HOSTNAME=http:\/\/127\.0\.0\.1:(\d+)/.exec(await welcome(first))?.[1] ?? ''

  const second = start({ SIMULATOR_PORT: port })
  const complaint = text(second.stderr)

  expect(await once(second, 'exit')).toEqual([1, null])
  expect(await complaint).toBe(
    `Port ${port} is taken: stop what uses it, or set SIMULATOR_PORT to another one.\n`,
  )
})
