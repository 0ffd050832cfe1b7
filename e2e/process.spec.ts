import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect, test } from '@playwright/test'
import { makeClient } from 'sgid-simulator'
import { bffProgram, freePort, startBff } from './bff.ts'

const { client, privateKey } = await makeClient()
const settings = {
  SGID_CLIENT_ID: client.clientId,
  SGID_CLIENT_SECRET: client.clientSecret,
  SGID_PRIVATE_KEY: privateKey,
  SGID_HOSTNAME: 'http://127.0.0.1:9',
}

test('without settings it does not start, and says which are missing (P36)', async () => {
  const { code, said } = await ended(run({}))

  expect(code).toBe(1)
  for (const name of [
    'SGID_CLIENT_ID',
    'SGID_CLIENT_SECRET',
    'SGID_PRIVATE_KEY',
    'SGID_REDIRECT_URI',
  ]) {
    expect(said).toContain(`${name} is missing`)
  }
})

test('with pages that were built for other scopes it does not start, and says what to do', async () => {
  const start = startBff({ port: 0, settings: { ...settings, SGID_SCOPES: 'openid myinfo.sex' } })

  await expect(start).rejects.toThrow(
    'WEB_ROOT was built for other SGID_SCOPES: build the pages again with these',
  )
})

test('a port that is taken is named, with what to do', async () => {
  const first = await startBff({ port: 0, settings })
  const port = new URL(first.origin).port
  const { code, said } = await ended(
    run({ ...settings, SGID_REDIRECT_URI: `${first.origin}/auth/callback`, PORT: port }),
  )
  await first.stop()

  expect([code, said.trim()]).toEqual([1, `PORT ${port} is in use: stop what uses it, or set PORT`])
})

test('asked to stop, it ends what it began and exits with 0 (P32)', async () => {
  const bff = await startBff({ port: 0, settings })
  const answers = Promise.all(
    Array.from({ length: 20 }, () => fetch(`${bff.origin}/auth/login`, { redirect: 'manual' })),
  )
  const statuses = (await answers).map(({ status }) => status)
  const code = await bff.stop()

  expect(new Set(statuses)).toEqual(new Set([303]))
  expect(code).toBe(0)
  expect(bff.lines.at(-1)).toContain('server.stopped')
})

test('a platform asks for life and readiness on a port of its own', async () => {
  const port = await freePort()
  const bff = await startBff({ port: 0, settings: { ...settings, ADMIN_PORT: String(port) } })
  const live = await fetch(`http://localhost:${port}/livez`)
  const ready = await fetch(`http://localhost:${port}/readyz`)
  const outside = await fetch(`${bff.origin}/readyz`)
  await bff.stop()

  expect([live.status, ready.status, outside.status]).toEqual([200, 200, 404])
})

for (const [what, request, status, words] of [
  [
    'headers over 16 KiB',
    `GET / HTTP/1.1\r\nHost: x\r\nCookie: ${'a'.repeat(20_000)}\r\n\r\n`,
    431,
    'Delete the cookies',
  ],
  ['something that is not HTTP', 'hello\r\n\r\n', 400, 'not HTTP'],
  [
    'two lengths',
    'POST /auth/logout HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx',
    400,
    'not HTTP',
  ],
] as const) {
  test(`${what} get an answer that helps, and the process lives on (P25, P35)`, async () => {
    const bff = await startBff({ port: 0, settings })
    const socket = connect(Number(new URL(bff.origin).port), '127.0.0.1')
    socket.write(request)
    const answer = await text(socket)
    const after = await fetch(`${bff.origin}/`)
    await bff.stop()

    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
    expect(answer).toContain(words)
    expect(after.status).toBe(200)
  })
}

function run(env: Record<string, string>): ChildProcess {
  return spawn(process.execPath, [bffProgram], { env: { PATH: process.env['PATH'], ...env } })
}

async function ended(child: ChildProcess): Promise<{ code: number | null; said: string }> {
  const said = child.stderr ? text(child.stderr) : ''
  await once(child, 'exit')
  return { code: child.exitCode, said: await said }
}
