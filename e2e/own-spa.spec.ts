import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { personas } from 'sgid-simulator'
import { complaints } from './axe.ts'
import { buildOwnSpa, type OwnSpa } from './own-spa.ts'
import { answer } from './sign-in.ts'
import { type Stack, startStack } from './stack.ts'

const name = personas.everything.data['myinfo.name'] ?? ''
const nric = personas.everything.data['myinfo.nric_number'] ?? ''

// It is packed and installed once for each.
test.describe.configure({ mode: 'default' })

/** The oldest and the newest for which the hooks are made. */
const majors = [18, 19] as const

for (const react of majors) test.describe(`with React ${react}`, () => own(react))

function own(react: (typeof majors)[number]): void {
  let app: OwnSpa
  let stack: Stack
  test.beforeAll(async () => {
    test.setTimeout(120_000)
    app = await buildOwnSpa(react)
    stack = await startStack({ settings: { WEB_ROOT: app.dist } })
  })
  test.afterAll(async () => {
    await stack?.stop()
    await app?.remove()
  })

  test('the app has that React in it, and no other', () => {
    const files = globSync('assets/*.js', { cwd: app.dist })
    const texts = files.map((file) => readFileSync(join(app.dist, file), 'utf8'))
    const found = texts.flatMap((text) => [...text.matchAll(/\.version=[`"](\d+)\./g)])

    expect(new Set(found.map(([, major]) => Number(major)))).toEqual(new Set([react]))
  })

  test('an app that installed the packed hooks logs in, shows and reveals, stays, and logs out in all tabs', async ({
    page,
    context,
  }) => {
    const said = complaints(page)
    await page.clock.install()
    await page.goto(stack.bff.origin)
    await page.getByRole('link', { name: 'Log in with Singpass' }).click()
    await answer(page, { persona: 'everything' })

    // Where the login began, and not a page of ours.
    await expect(page).toHaveURL(`${stack.bff.origin}/`)
    await expect(page.getByText(`Hello, ${name}`)).toBeVisible()
    await expect(page.getByText(`NRIC: •••••${nric.slice(-4)}`)).toBeVisible()
    await page.getByRole('button', { name: 'Show' }).click()
    await expect(page.getByText(`NRIC: ${nric}`)).toBeVisible()
    await page.getByRole('button', { name: 'Hide' }).click()
    await expect(page.getByText(nric)).toHaveCount(0)

    const dialog = page.getByRole('alertdialog', { name: 'Do you want to stay logged in?' })
    await expect(dialog).toHaveCount(0)
    await page.clock.fastForward(800_000)
    await expect(dialog).toBeVisible()
    const extended = page.waitForResponse((response) => response.url().endsWith('/session/extend'))
    await page.getByRole('button', { name: 'Stay logged in' }).click()
    expect((await extended).status()).toBe(200)
    await expect(dialog).toHaveCount(0)

    await page.evaluate(() => Object.assign(window, { typed: 'in a form' }))
    const second = await context.newPage()
    await second.goto(stack.bff.origin)
    await expect(second.getByText(`Hello, ${name}`)).toBeVisible()
    await expect(page.locator('html')).not.toHaveAttribute('data-locked')
    expect(await page.evaluate(() => 'typed' in window)).toBe(true)
    await page.getByRole('button', { name: 'Log out' }).click()
    for (const tab of [page, second]) {
      await expect(tab.getByRole('link', { name: 'Log in with Singpass' })).toBeVisible()
      await expect(tab.getByText(name)).toHaveCount(0)
    }
    expect(said).toEqual([])
  })

  test('a forged session is nobody’s, and the app offers to log in', async ({ page, context }) => {
    const value = `v1.${'A'.repeat(22)}.${'A'.repeat(43)}`
    await context.addCookies([
      {
        name: '__Host-Http-sid',
        value,
        url: stack.bff.origin.replace('http:', 'https:'),
        httpOnly: true,
        sameSite: 'Strict',
      },
    ])
    const asked = page.waitForResponse((response) => response.url().endsWith('/auth/session'))
    await page.goto(stack.bff.origin)

    const answered = await asked
    expect(await answered.request().headerValue('Cookie')).toContain(value)
    expect(await answered.json()).toMatchObject({ authenticated: false })
    await expect(page.getByRole('link', { name: 'Log in with Singpass' })).toBeVisible()
  })

  test('without a connection the app says so where it asks, and goes on when there is one', async ({
    page,
    context,
  }) => {
    await page.goto(`${stack.bff.origin}/auth/login?returnTo=/`)
    await answer(page, { persona: 'everything' })
    await expect(page.getByText(`Hello, ${name}`)).toBeVisible()

    await context.setOffline(true)
    await page.getByRole('button', { name: 'Show' }).click()
    await expect(page.getByText('NRIC: …')).toBeVisible()
    await context.setOffline(false)
    await expect(page.getByText(`NRIC: ${nric}`)).toBeVisible()
  })

  test('a login that fails ends on the app’s own page, under its own headers', async ({ page }) => {
    await page.goto(stack.bff.origin)
    await page.getByRole('link', { name: 'Log in with Singpass' }).click()
    await answer(page, { allow: false })

    await expect(page).toHaveURL(/\/error\/login_cancelled\?ref=/)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('That did not work')
    const { headers } = await fetch(stack.bff.origin)
    expect(headers.get('Content-Security-Policy')).toContain("script-src 'self';")
  })
}
