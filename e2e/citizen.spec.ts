import { readFile } from 'node:fs/promises'
import { type BrowserContext, expect, type Page, test } from '@playwright/test'
import { personas } from 'sgid-simulator'
import { complaints, expectAccessible } from './axe.ts'
import { launchOptions } from './chromium.ts'
import { createKeyboard } from './keyboard.ts'
import { answer, details, signIn } from './sign-in.ts'
import { type Stack, startStack } from './stack.ts'

// Playwright turns the back/forward cache off; people have it on.
test.use({
  launchOptions: { ...launchOptions, ignoreDefaultArgs: ['--disable-back-forward-cache'] },
})

const { everything } = personas
const nric = everything.data['myinfo.nric_number'] ?? ''
const planted = Object.values(everything.data).filter((value) => value.length > 7)

/** A service whose sessions end soon. */
async function hurried(seconds: { idle: number; absolute?: number }): Promise<Stack> {
  const { idle, absolute = 14_400 } = seconds
  return startStack({
    settings: { SESSION_IDLE_SECONDS: `${idle}`, SESSION_ABSOLUTE_SECONDS: `${absolute}` },
  })
}

/** Everywhere a page could keep something of a person. */
async function expectNothingPersonal(page: Page, when: string): Promise<void> {
  const kept = await page.evaluate(async () => ({
    html: document.documentElement.outerHTML,
    title: document.title,
    address: location.href,
    history: JSON.stringify(history.state),
    storage: JSON.stringify([{ ...localStorage }, { ...sessionStorage }]),
    caches: JSON.stringify(await caches.keys()),
    databases: JSON.stringify(await indexedDB.databases()),
  }))
  const all = { ...kept, accessible: await page.locator('body').ariaSnapshot() }
  for (const [where, text] of Object.entries(all))
    for (const value of planted) expect(text, `${where}, ${when}`).not.toContain(value)
}

/** Back or forwards, also to a page that the browser kept: no load event comes for one. */
async function move(page: Page, steps: number): Promise<void> {
  // Once this call is over: a page that goes while it is asked cannot answer.
  await page.evaluate((count) => void setTimeout(() => history.go(count)), steps)
  await page.waitForTimeout(700)
}

async function arrive(page: Page, origin = ''): Promise<void> {
  await page.goto(`${origin}/`)
  await signIn(page, { persona: 'everything' })
  await details(page)
}

test('the back/forward cache is on in these tests', async ({ page }) => {
  await page.goto('/privacy')
  await page.evaluate(() => Object.assign(window, { mark: 1 }))
  await page.goto('/help')
  await move(page, -1)
  await expect(page).toHaveURL('/privacy')

  expect(await page.evaluate(() => 'mark' in window)).toBe(true)
})

test('after logging out nothing personal is left, nor comes back by Back, Forward or a new tab (P24, 5.14 line 5)', async ({
  page,
  context,
  baseURL,
}) => {
  await arrive(page)
  await page.getByRole('button', { name: 'Show NRIC' }).click()
  await expect(page.getByText(nric)).toBeVisible()
  await page.getByRole('button', { name: 'Log out' }).click()
  await expect(page).toHaveURL('/logged-out')
  await expectNothingPersonal(page, 'after logging out')

  for (const steps of [-1, 1, -2, 2]) {
    await move(page, steps)
    // sgID's own page, where Back may lead, is not ours to keep clean.
    if (page.url().startsWith(baseURL ?? '')) await expectNothingPersonal(page, `after ${steps}`)
  }
  const restored = await context.newPage()
  await restored.goto('/profile')
  await expect(restored.getByRole('heading', { level: 1 })).toHaveText('Log in to see this page')
  await expectNothingPersonal(restored, 'in a restored tab')
})

test('a profile that was left without logging out shows nothing by Back until the server has answered', async ({
  page,
}) => {
  await arrive(page)
  let asked = 0
  await page.goto('/help')
  await page.route('**/auth/userinfo', (route) => {
    asked += 1
    return route.continue()
  })
  await move(page, -1)
  await expect(page).toHaveURL('/profile')
  await details(page)

  expect(asked).toBe(1)
})

for (const [name, seconds, text] of [
  [
    'idle',
    { idle: 6 },
    'You did nothing for a while, so we logged you out to keep your details safe.',
  ],
  ['absolute', { idle: 6, absolute: 6 }, 'You were logged in for the longest time we allow.'],
] as const) {
  test(`at the ${name} limit the page goes, with everything personal (5.14 line 5)`, async ({
    page,
  }) => {
    const stack = await hurried(seconds)
    await arrive(page, stack.bff.origin)

    await expect(page).toHaveURL(new RegExp(`/session-ended#${name}$`), { timeout: 20_000 })
    await expect(page.getByText(text, { exact: true })).toBeVisible()
    await expectNothingPersonal(page, `at the ${name} limit`)
    await move(page, -1)
    if (page.url().startsWith(stack.bff.origin)) await expectNothingPersonal(page, 'by Back')
    await stack.stop()
  })
}

test('staying in one tab closes the dialog in both, logging out in one clears both (5.14 lines 5, 6)', async ({
  context,
}) => {
  const stack = await hurried({ idle: 124 })
  const [one, two] = [await context.newPage(), await context.newPage()]
  await arrive(one, stack.bff.origin)
  await two.goto(`${stack.bff.origin}/profile`)
  await details(two)
  for (const tab of [one, two])
    await expect(tab.getByRole('alertdialog')).toBeVisible({ timeout: 20_000 })

  await one.getByRole('button', { name: 'Stay logged in' }).click()
  for (const tab of [one, two]) await expect(tab.getByRole('alertdialog')).toHaveCount(0)
  await two.getByRole('button', { name: 'Log out' }).click()
  await expect(one).toHaveURL(/\/logged-out#other$/)
  await expect(two).toHaveURL(/\/logged-out$/)
  for (const tab of [one, two]) await expectNothingPersonal(tab, 'after logging out in one tab')
  await stack.stop()
})

test('from the landing page to the log-out by keyboard alone, and the focus is never lost (5.14 line 3)', async ({
  page,
  context,
}) => {
  test.setTimeout(60_000)
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const stack = await hurried({ idle: 130 })
  const { focused, tabTo } = createKeyboard(page)

  await page.goto(stack.bff.origin)
  await page.keyboard.press('Tab')
  expect(await focused()).toBe('Skip to main content')
  await tabTo('Log in with Singpass')
  await page.keyboard.press('Enter')
  await page.locator('input[value="everything"]').focus()
  await page.keyboard.press('Space')
  await page.getByRole('button', { name: 'Allow' }).focus()
  await page.keyboard.press('Enter')
  await details(page)

  await tabTo('Show NRIC')
  await page.keyboard.press('Enter')
  await expect(page.getByText(nric)).toBeVisible()
  expect(await focused()).toBe('Hide NRIC')
  await tabTo('Copy Name')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('status')).toHaveText('Name copied')
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
    everything.data['myinfo.name'],
  )
  expect(await focused()).toBe('Copy Name')

  await expect(page.getByRole('alertdialog')).toBeVisible({ timeout: 30_000 })
  expect(await focused()).toBe('Stay logged in')
  await page.keyboard.press('Tab')
  expect(await focused()).toBe('Log out now')
  await page.keyboard.press('Shift+Tab')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alertdialog')).toHaveCount(0)
  expect(await focused()).toBe('Copy Name')

  await tabTo('Log out', 'Shift+Tab')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/logged-out$/)
  await move(page, -1)
  if (page.url().startsWith(stack.bff.origin)) await expectNothingPersonal(page, 'by Back')
  await stack.stop()
})

test('the NRIC is in no first answer, no print and no download unless it is shown (5.14 line 8)', async ({
  page,
}) => {
  const bodies: string[] = []
  page.on('response', async (response) => {
    if (response.url().endsWith('/auth/userinfo')) bodies.push(await response.text())
  })
  const copy = async (name: string) => {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name }).click(),
    ])
    expect(download.suggestedFilename()).toMatch(/^my-details-\d{4}-\d\d-\d\d\.(txt|json)$/)
    return readFile(await download.path(), 'utf8')
  }
  await arrive(page)

  expect(await copy('Download your details as text')).not.toContain(nric)
  expect(await copy('Download as JSON')).not.toContain(nric)
  await page.emulateMedia({ media: 'print' })
  expect(await page.locator('body').innerText()).toContain(`•••••${nric.slice(-4)}`)
  expect(await page.content()).not.toContain(nric)
  await expect(page.getByRole('button', { name: 'Log out' })).toBeHidden()
  await page.emulateMedia({ media: 'screen' })
  expect(bodies).toHaveLength(1)
  expect(bodies.join()).not.toContain(nric)

  await page.getByRole('button', { name: 'Show NRIC' }).click()
  await expect(page.getByText(nric)).toBeVisible()
  expect(JSON.parse(await copy('Download as JSON'))['myinfo.nric_number']).toBe(nric)
})

for (const [language, prefix] of [
  ['en', ''],
  ['zh-Hans', '/zh'],
  ['ms', '/ms'],
  ['ta', '/ta'],
] as const) {
  test(`axe finds nothing in any state of the profile in ${language} (5.14 lines 2, 4, 12)`, async ({
    page,
    context,
  }) => {
    test.setTimeout(120_000)
    const said = complaints(page)
    const profile = `${prefix}/profile`
    await page.goto(`/auth/login?returnTo=${encodeURIComponent(profile)}`)
    await answer(page, { persona: 'everything' })
    await details(page)
    await expect(page.locator('html')).toHaveAttribute('lang', language)
    await expectAccessible(page, 'ready')

    await page.locator('.tools button:not([aria-label])').first().click()
    await expect(page.getByText(nric)).toBeVisible()
    await expectAccessible(page, 'with the NRIC shown', 3)
    await context.setOffline(true)
    await expect(page.locator('main > .notice')).toBeVisible()
    await expectAccessible(page, 'offline', 3)
    await context.setOffline(false)
    expect(said).toEqual([])

    for (const [state, faked] of Object.entries(states)) {
      await page.unrouteAll({ behavior: 'ignoreErrors' })
      await faked(page)
      await page.goto(profile)
      await expect(page.locator(shown[state] ?? '').first()).toBeVisible()
      await expectAccessible(page, state, 3)
    }
    await page.unrouteAll({ behavior: 'ignoreErrors' })
  })
}

/** What the profile can be, by what the server answers. */
const states: Record<string, (page: Page) => Promise<unknown>> = {
  loading: (page) => page.route('**/auth/userinfo', () => undefined),
  failed: (page) => page.route('**/auth/userinfo', (route) => route.fulfill({ status: 500 })),
  empty: (page) => fill(page, 'userinfo', () => ({ sub: 'u=1', data: {}, masked: {} })),
  dialog: (page) => fill(page, 'session', (body) => ({ ...body, idleExpiresIn: 100 })),
  'absolute end': (page) =>
    fill(page, 'session', (body) => ({ ...body, idleExpiresIn: 250, expiresIn: 250 })),
  'signed out': (page) =>
    fill(page, 'session', () => ({ authenticated: false, scopes: [] })).then(() =>
      page.route('**/auth/userinfo', (route) => route.abort()),
    ),
}
const shown: Record<string, string> = {
  loading: '.bars',
  failed: 'main h2',
  empty: 'main > .notice',
  dialog: 'dialog[open]',
  'absolute end': 'main > .notice',
  'signed out': 'main a.button',
}

/** The real answer with another body. */
function fill(page: Page, route: string, change: (body: object) => object): Promise<unknown> {
  return page.route(`**/auth/${route}`, async (call) => {
    const response = await call.fetch()
    return call.fulfill({ response, json: change(await response.json()) })
  })
}

test('a page whose script does not come says so by itself, and shows nobody an empty page', async ({
  page,
}) => {
  await page.route('**/assets/*.js', (route) => route.abort())
  await page.goto('/profile')
  const late = page.locator('.late')
  await expect(late).toBeHidden()
  await page.evaluate(() => {
    for (const animation of document.getAnimations())
      if (animation.effect?.getComputedTiming().iterations === 1) animation.finish()
  })

  await expect(late).toBeVisible()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your details')
})

test('a server that fails once is asked again without a word; a session that ends in mid-page ends the page', async ({
  page,
  context,
}) => {
  let failures = 1
  await page.route('**/auth/userinfo', (route) =>
    failures-- > 0 ? route.fulfill({ status: 502, body: 'Bad gateway' }) : route.continue(),
  )
  await arrive(page)
  const [cookie] = await context.cookies()
  await page.evaluate(() =>
    fetch('/auth/logout', { method: 'POST', headers: { 'X-CSRF': '1' } }).then(() => undefined),
  )
  if (cookie) await context.addCookies([cookie])
  await page.getByRole('button', { name: 'Show NRIC' }).click()

  await expect(page).toHaveURL(/\/session-ended/)
  await expectNothingPersonal(page, 'after a 401')
})

test('an error page copies its reference, and waits where waiting helps', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.clock.install()
  await page.goto(
    '/ms/error/idp_unavailable?ref=7K2M-QX9F&returnTo=%2Fms%2Fprofile%3Fa%3D1&purpose=apply',
  )
  const again = page.locator('main a.button')

  await expect(again).toHaveAttribute('aria-disabled', 'true')
  await expect(again).toHaveAttribute(
    'href',
    /\/auth\/login\?returnTo=%2Fms%2Fprofile%3Fa%3D1&purpose=apply$/,
  )
  await expect(page.getByText(/^Anda boleh cuba lagi dalam \d\d saat\.$/)).toBeVisible()
  await again.click({ force: true })
  await expect(page).toHaveURL(/\/error\/idp_unavailable/)
  await page.getByRole('button', { name: 'Salin rujukan' }).click()
  await expect(page.locator('#say')).toHaveText('Rujukan disalin')
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('7K2M-QX9F')
  await page.clock.runFor(31_000)

  await expect(again).not.toHaveAttribute('aria-disabled')
  await expect(page.locator('#say')).toHaveText('Anda boleh cuba lagi sekarang.')
  // The language of the page changes; the problem does not.
  await page.getByRole('link', { name: '中文' }).click()
  await expect(page.getByText('7K2M-QX9F')).toBeVisible()
})

test('a person without a working page logs out by the form of the help page', async ({ page }) => {
  await arrive(page)
  await page.goto('/help')
  await page.getByRole('button', { name: 'Log out' }).click()

  await expect(page).toHaveURL('/logged-out')
  await page.goto('/profile')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Log in to see this page')
})

for (const path of ['/', '/profile'] as const) {
  test(`nothing on ${path} moves while it loads: layout shift is at most 0.01 (5.14 line 11)`, async ({
    page,
    context,
  }) => {
    await arrive(page)
    const fresh = await shiftWatcher(context)
    await fresh.goto(path)
    if (path === '/profile') await details(fresh)
    await fresh.waitForTimeout(500)

    expect(await fresh.evaluate(() => Reflect.get(window, 'shift'))).toBeLessThanOrEqual(0.01)
  })
}

async function shiftWatcher(context: BrowserContext): Promise<Page> {
  const page = await context.newPage()
  await page.setViewportSize({ width: 360, height: 740 })
  await page.addInitScript(() => {
    Object.assign(window, { shift: 0 })
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries())
        Object.assign(window, { shift: Reflect.get(window, 'shift') + Reflect.get(entry, 'value') })
    }).observe({ type: 'layout-shift', buffered: true })
  })
  return page
}
