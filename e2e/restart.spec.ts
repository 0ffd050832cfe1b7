import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { freePort, startBff } from './bff.ts'
import { details, signIn } from './sign-in.ts'
import { demoService } from './stack.ts'

test('a restart of the service leaves people signed in, and those who logged out signed out', async ({
  page,
}) => {
  const folder = await mkdtemp(join(tmpdir(), 'sessions-'))
  const port = await freePort()
  const { sgid, settings } = await demoService({ port, sgidPort: 0 })
  const durable = {
    ...settings,
    SESSION_STORE: `sqlite:${join(folder, 'sessions.sqlite')}`,
    SESSION_SECRET: randomBytes(32).toString('base64'),
  }
  const first = await startBff({ port, settings: durable })
  await page.goto(first.origin)
  await signIn(page)
  const before = await details(page)
  expect(await first.stop()).toBe(0)

  const second = await startBff({ port, settings: durable })
  await page.reload()
  expect(await details(page)).toEqual(before)
  const [cookie] = await page.context().cookies()
  await page.getByRole('button', { name: 'Log out' }).click()
  await expect(page).toHaveURL(/\/logged-out/)
  await second.stop()

  const third = await startBff({ port, settings: durable })
  if (cookie) await page.context().addCookies([cookie])
  await page.goto(`${third.origin}/profile`)
  await expect(page).toHaveURL(/\/session-ended/)
  await third.stop()
  await sgid.close()
  await rm(folder, { recursive: true })
})
