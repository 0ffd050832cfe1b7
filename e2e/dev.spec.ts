import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { utimesSync } from 'node:fs'
import { createServer } from 'node:net'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect, test } from '@playwright/test'
import { freePort } from './bff.ts'
import { answer } from './sign-in.ts'

const program = fileURLToPath(new URL('dev.ts', import.meta.url))
const source = fileURLToPath(new URL('../bff/src/node.ts', import.meta.url))

test('who develops stays logged in when the BFF starts again, and a TERM ends all that was started', async ({
  page,
}) => {
  test.setTimeout(120_000)
  const [port, simulator] = [await freePort(), await freePort()]
  const env = { ...process.env, PORT: String(port), SIMULATOR_PORT: String(simulator) }
  const dev = spawn(process.execPath, [program], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  createInterface(dev.stdout).on('line', (line) => {
    said += `${line}\n`
  })
  const starts = () => said.match(/"server\.listening"/g)?.length ?? 0
  try {
    await expect.poll(starts, { timeout: 30_000 }).toBe(1)
    await expect.poll(() => said, { timeout: 30_000 }).toContain('Local:')
    const origin = `http://localhost:${port}`
    const name = async () => {
      const headers = { 'X-CSRF': '1' }
      const details = await page.request.get(`${origin}/auth/userinfo`, { headers })
      return details.ok() ? (await details.json()).data['myinfo.name'] : details.status()
    }
    await page.goto(`${origin}/auth/login?returnTo=/profile`)
    await answer(page)
    await expect(page.getByRole('heading', { name: 'Your details' })).toBeVisible()
    await expect.poll(name, { timeout: 30_000 }).toBe('TAN FICTITIOUS')

    utimesSync(source, new Date(), new Date())
    await expect.poll(starts, { timeout: 30_000 }).toBeGreaterThan(1)
    // While it starts, nobody answers.
    await expect.poll(name, { timeout: 30_000 }).toBe('TAN FICTITIOUS')
  } finally {
    dev.kill('SIGTERM')
  }
  await once(dev, 'close')
  expect(said).toContain('Stopped.')
  for (const closed of [port, simulator])
    await expect(fetch(`http://localhost:${closed}/`)).rejects.toThrow('fetch failed')
})

for (const taken of ['PORT', 'SIMULATOR_PORT'])
  test(`who develops on a ${taken} that is taken is told so, and nothing goes on running`, async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const address = other.address()
    const busy = typeof address === 'object' ? String(address?.port) : ''
    const free = { PORT: String(await freePort()), SIMULATOR_PORT: String(await freePort()) }
    const env = { ...process.env, ...free, [taken]: busy }
    const dev = spawn(process.execPath, [program], { env, stdio: ['ignore', 'ignore', 'pipe'] })
    const said: string[] = []
    createInterface(dev.stderr).on('line', (line) => said.push(line))
    const [code] = await once(dev, 'close')
    other.close()

    expect([code, said]).toEqual([1, [expect.stringContaining(`Port ${busy} is in use`)]])
  })
