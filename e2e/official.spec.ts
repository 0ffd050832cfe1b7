import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { makeClient } from 'sgid-simulator'
import { complaints, expectAccessible } from './axe.ts'
import { type Bff, buildPages, startBff } from './bff.ts'

const redirectUri = 'https://login.demo.gov.sg/auth/callback'

// One after another, so that the pages are built once.
test.describe.configure({ mode: 'default' })

let folder: string
let settings: Record<string, string>
let bff: Bff

test.beforeAll(async () => {
  const { client, privateKey } = await makeClient()
  folder = await mkdtemp(join(tmpdir(), 'pages-'))
  await buildPages(folder, { SGID_SCOPES: 'openid myinfo.name', SGID_REDIRECT_URI: redirectUri })
  settings = {
    SGID_CLIENT_ID: client.clientId,
    SGID_CLIENT_SECRET: client.clientSecret,
    SGID_PRIVATE_KEY: privateKey,
    SGID_SCOPES: 'openid myinfo.name',
    SESSION_SECRET: randomBytes(32).toString('base64'),
    WEB_ROOT: folder,
  }
  bff = await startBff({ port: 0, settings: { ...settings, SGID_REDIRECT_URI: redirectUri } })
})
test.afterAll(async () => {
  await bff.stop()
  await rm(folder, { recursive: true })
})

test('at .gov.sg every page wears the banner of the Government, as its only banner', async ({
  page,
}) => {
  const said = complaints(page)
  for (const path of ['/', '/ta', '/help', '/error/internal', '/logged-out']) {
    await page.goto(bff.origin + path)

    const banner = page.getByRole('banner')
    await expect(banner).toHaveCount(1)
    await expect(banner).toContainText('A Singapore Government Agency Website')
    await expect(page.getByText('This is not a Singapore Government website')).toHaveCount(0)
    await expectAccessible(page, path, 3)
    await banner.getByRole('button').press('Enter')
    await expect(banner.getByText('Official website links end with .gov.sg')).toBeVisible()
  }
  expect(said).toEqual([])
})

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false })

  test('the page says in its own language whose it is', async ({ page }) => {
    await page.goto(`${bff.origin}/ms`)

    await expect(page.getByText('Laman web rasmi agensi Pemerintah Singapura.')).toBeVisible()
    await expect(page.getByRole('link', { name: 'Log masuk dengan Singpass' })).toBeVisible()
  })
})

for (const path of ['/', '/ta'])
  test(`the banner moves nothing on ${path} when it comes, from 320 to 1280 px`, async ({
    page,
  }) => {
    test.setTimeout(60_000)
    await page.route('**/assets/official*', async (route) => {
      await expect.poll(() => painted(page)).toBe(true)
      await route.continue()
    })
    for (const width of [320, 360, 412, 768, 1280]) {
      await page.setViewportSize({ width, height: 640 })
      await page.goto(bff.origin + path)
      await expect(page.getByRole('banner')).toBeVisible()

      expect(await page.evaluate(shift), `at ${width} px`).toBeLessThanOrEqual(0.01)
    }
  })

test('the landing page and its banner are as small as they were meant to be', async ({ page }) => {
  const sizes: Promise<number>[] = []
  page.on('requestfinished', (request) => {
    if (/prefetch/.test(request.headers()['sec-purpose'] ?? '')) return
    sizes.push(request.sizes().then(({ responseBodySize }) => responseBodySize))
  })
  await page.goto(bff.origin)
  await expect(page.getByRole('banner')).toBeVisible()

  const total = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
  expect(total).toBeGreaterThan(10_000)
  expect(total).toBeLessThan(22_000)
})

test('pages with the banner of the Government are refused at any other address', async () => {
  for (const elsewhere of [
    'https://login.demo-gov.sg/auth/callback',
    'https://login.gov.sg.example/auth/callback',
    'http://localhost:3000/auth/callback',
  ])
    await expect(
      startBff({ port: 0, settings: { ...settings, SGID_REDIRECT_URI: elsewhere } }),
    ).rejects.toThrow('WEB_ROOT wears the official banner, which is for .gov.sg')
})

test('whoever asks for no banner gets none, and it cannot be asked for elsewhere', async () => {
  const away = join(folder, 'away')
  await buildPages(away, { SGID_REDIRECT_URI: redirectUri, OFFICIAL_BANNER: 'off' })
  const off = await startBff({
    port: 0,
    settings: { ...settings, SGID_REDIRECT_URI: redirectUri, WEB_ROOT: away },
  })
  const html = await (await fetch(off.origin)).text()
  await off.stop()

  expect(html).not.toContain('<sgds-masthead')
  expect(html).toContain('This is not a Singapore Government website')
  await expect(buildPages(away, { OFFICIAL_BANNER: 'on' })).rejects.toThrow()
})

const painted = (page: Page) =>
  page.evaluate(() => performance.getEntriesByName('first-contentful-paint').length > 0)

/** Runs in the page: how far things moved, as the browser counts it. */
function shift(): Promise<number> {
  return new Promise((resolve) => {
    let sum = 0
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) sum += 'value' in entry ? Number(entry.value) : 0
    }).observe({ type: 'layout-shift', buffered: true })
    setTimeout(() => resolve(sum), 300)
  })
}
