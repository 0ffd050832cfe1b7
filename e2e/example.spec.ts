import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, test as base, expect, type Page } from '@playwright/test'
import { personas } from 'sgid-simulator'
import { complaints, expectAccessible } from './axe.ts'
import { buildPages } from './bff.ts'
import { launchOptions } from './chromium.ts'
import { createKeyboard } from './keyboard.ts'
import { answer, details, signIn } from './sign-in.ts'
import { startStack } from './stack.ts'

// A person has one form: each test has a service of its own, to which nobody else has sent one.
const test = base.extend({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from here.
  baseURL: async ({}, use) => {
    const stack = await startStack()
    await use(stack.bff.origin)
    await stack.stop()
  },
})

// Playwright turns the back/forward cache off; people have it on.
test.use({
  launchOptions: { ...launchOptions, ignoreDefaultArgs: ['--disable-back-forward-cache'] },
})

const { everything, lists } = personas
const name = everything.data['myinfo.name'] ?? ''
const verified = 'Verified by Singpass. You cannot change it here.'
const mine = { address: '7 Elsewhere Lane\n#02-03\nSingapore 123456', email: 'amy@agency.example' }

/** Logs in for the form, and is there. */
async function open(page: Page, { origin = '', persona = 'everything', path = '/apply' } = {}) {
  await page.goto(`${origin}/auth/login?returnTo=${encodeURIComponent(path)}`)
  await answer(page, { persona })
  await ready(page)
}

async function ready(page: Page): Promise<void> {
  await expect(page.locator('#address')).toBeVisible()
}

/** Types, and waits until what is typed is where it is safe. */
async function type(page: Page, typed: Partial<typeof mine>): Promise<void> {
  const kept = page.waitForResponse((response) => {
    const { address, email } = typed
    const said = response.request().postDataJSON() ?? {}
    return (
      response.request().method() === 'PUT' &&
      response.ok() &&
      (address === undefined || said.address === address) &&
      (email === undefined || said.email === email)
    )
  })
  for (const [field, text] of Object.entries(typed)) await page.locator(`#${field}`).fill(text)
  await kept
}

const toCheck = async (page: Page) => {
  await page.getByRole('button', { name: 'Continue' }).click()
  await expectHeading(page, 'Check before you send')
}
const send = (page: Page) => page.getByRole('button', { name: 'Send' }).click()
const expectHeading = (page: Page, text: string) =>
  expect(page.getByRole('heading', { level: 1 })).toHaveText(text)

async function reference(page: Page): Promise<string> {
  await expectHeading(page, 'We have received your form')
  const text = await page.locator('.receipt strong').innerText()
  expect(text).toMatch(/^AP-[0-9A-Z]{4}-[0-9A-Z]{4}$/)
  return text
}

/** Everywhere a page could keep something that was typed. */
async function expectNothingTyped(page: Page, when: string): Promise<void> {
  const kept = await page.evaluate(async () => ({
    html: document.documentElement.outerHTML,
    fields: JSON.stringify(
      [...document.querySelectorAll('input, textarea')].map((field) => Reflect.get(field, 'value')),
    ),
    address: location.href,
    history: JSON.stringify(history.state),
    storage: JSON.stringify([{ ...localStorage }, { ...sessionStorage }]),
    caches: JSON.stringify(await caches.keys()),
    databases: JSON.stringify(await indexedDB.databases()),
  }))
  for (const [where, text] of Object.entries(kept))
    for (const word of ['Elsewhere', 'amy@agency', name])
      expect(text, `${where}, ${when}`).not.toContain(word)
}

async function move(page: Page, steps: number): Promise<void> {
  await page.evaluate((count) => void setTimeout(() => history.go(count)), steps)
  await page.waitForTimeout(700)
}

test('a person goes from their details to a form that knows them, checks it, sends it, and has a reference', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const said = complaints(page)
  await page.goto('/')
  await signIn(page, { persona: 'everything' })
  await details(page)
  await page.getByRole('link', { name: 'Try the example service' }).click()
  await ready(page)

  await expect(page).toHaveURL('/apply')
  await expect(page).toHaveTitle('Tell us where to send it – Demo Service')
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused()
  await expect(page.getByText(name, { exact: true })).toBeVisible()
  await expect(page.getByText(verified)).toBeVisible()
  await expect(page.locator('#email')).toHaveValue(everything.data['myinfo.email'] ?? '')
  await expect(page.locator('#address')).toHaveValue(
    everything.data['myinfo.registered_address'] ?? '',
  )
  expect(await page.locator('main :is(input, textarea, select)').count()).toBe(2)

  await page.locator('#address').fill(mine.address)
  await toCheck(page)
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused()
  await send(page)
  const received = await reference(page)
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused()
  await page.getByRole('button', { name: 'Copy Your reference' }).click()
  await expect(page.locator('#say')).toHaveText('Your reference copied')
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(received)
  for (const text of [name, everything.data['myinfo.email'] ?? ''])
    await expect(page.locator('main').getByText(text, { exact: true })).toBeVisible()
  expect(await page.locator('main').innerText()).toContain(mine.address)

  await page.reload()
  expect(await reference(page)).toBe(received)
  await page.getByRole('button', { name: 'Fill in another form' }).click()
  await ready(page)
  await expect(page.locator('#address')).toHaveValue(
    everything.data['myinfo.registered_address'] ?? '',
  )
  expect(said).toEqual([])
})

test('at 320 px in Tamil nothing is written larger than the heading, and the way out stands clear of the line below', async ({
  page,
}) => {
  await page.setViewportSize({ width: 320, height: 800 })
  await open(page, { path: '/ta/apply' })
  await page.locator('#email').fill('amy at home')
  await page.locator('main [type=submit]').click()
  await expect(page.locator('main h2')).toBeVisible()

  const sizes = (selector: string) =>
    page
      .locator(selector)
      .evaluateAll((all) => all.map((one) => Number.parseFloat(getComputedStyle(one).fontSize)))
  const [heading = 0] = await sizes('main h1')
  const others = await sizes('main :is(h2, .lead)')
  expect(others.length).toBe(2)
  expect(Math.max(...others)).toBeLessThan(heading)
  const room = await page.locator('header').evaluate((header) => {
    const button = header.querySelector('button')?.getBoundingClientRect()
    return header.getBoundingClientRect().bottom - (button?.bottom ?? 0)
  })
  expect(room).toBeGreaterThan(8)
})

test('what is wrong is listed first, said at its field, and nothing typed is taken away', async ({
  page,
}) => {
  await open(page)
  await page.locator('#address').fill('')
  await page.locator('#email').fill('amy at home')
  await page.getByRole('button', { name: 'Continue' }).click()

  const summary = page.getByRole('region', { name: 'Something is missing or wrong' })
  await expect(summary).toBeFocused()
  await expect(page).toHaveTitle('Error: Tell us where to send it – Demo Service')
  await expect(page.locator('#email')).toHaveValue('amy at home')
  await expect(page.locator('#email')).toHaveAttribute('aria-invalid', 'true')
  await expect(page.locator('#email')).toHaveAccessibleDescription(
    /^Enter an email like name@example.com We will write/,
  )
  expect(await summary.getByRole('link').allInnerTexts()).toEqual([
    'Enter the address to send it to',
    'Enter an email like name@example.com',
  ])
  await summary.getByRole('link', { name: 'Enter an email' }).click()
  await expect(page.locator('#email')).toBeFocused()

  await page.locator('#email').fill(mine.email)
  await page.getByRole('button', { name: 'Continue' }).click()
  await expect(summary).toBeFocused()
  await page.locator('#address').fill(mine.address)
  await toCheck(page)
})

test('what the server finds wrong is shown as what the page finds', async ({ page }) => {
  await open(page)
  await type(page, mine)
  await toCheck(page)
  await page.route('**/api/example/applications', async (route) => {
    const response = await route.fetch({
      postData: JSON.stringify({
        ...route.request().postDataJSON(),
        email: 'x',
        address: '\u0007',
      }),
    })
    await route.fulfill({ response })
  })
  await send(page)

  const summary = page.getByRole('region', { name: 'Something is missing or wrong' })
  await expect(summary).toBeFocused()
  expect(await summary.getByRole('link').allInnerTexts()).toEqual([
    'The address has a character that we cannot print',
    'Enter an email like name@example.com',
  ])
  await expect(page.locator('#address')).toHaveValue(mine.address)
  await page.unroute('**/api/example/applications')
  await toCheck(page)
  await send(page)
  await reference(page)
})

test('each answer can be changed from the last look, and Back goes back one step', async ({
  page,
}) => {
  await open(page)
  await type(page, mine)
  await toCheck(page)
  await page.getByRole('link', { name: 'Change Email' }).click()
  await expect(page.locator('#email')).toBeFocused()
  await type(page, { email: 'other@agency.example' })
  await toCheck(page)
  await expect(page.getByText('other@agency.example')).toBeVisible()

  await page.goBack()
  await expectHeading(page, 'Tell us where to send it')
  await expect(page.locator('#address')).toHaveValue(mine.address)
  await page.goForward()
  await expectHeading(page, 'Check before you send')
})

test('what is kept is what somebody typed, and nothing that came from Singpass', async ({
  page,
}) => {
  const kept: object[] = []
  page.on('request', (request) => {
    if (request.method() === 'PUT') kept.push(Object.keys(request.postDataJSON()))
  })
  await open(page)
  await page.waitForTimeout(1500)
  expect(kept).toEqual([])
  await type(page, { email: mine.email })

  expect(kept).toEqual([['key', 'email']])
})

test('a reload, and another tab, have what was typed', async ({ page, context }) => {
  await open(page)
  await type(page, mine)
  await page.reload()
  await ready(page)
  await expect(page.locator('#address')).toHaveValue(mine.address)

  const other = await context.newPage()
  await other.goto('/zh/apply?step=check')
  await expect(other.getByText(mine.email)).toBeVisible()
})

test('when the session ends in the middle, what was typed is there for the same person, and for nobody else (P24)', async ({
  page,
}) => {
  test.setTimeout(90_000)
  const seconds = { SESSION_IDLE_SECONDS: '14', SESSION_ABSOLUTE_SECONDS: '14' }
  const stack = await startStack({ settings: seconds })
  const { origin } = stack.bff
  await open(page, { origin })
  await type(page, mine)
  await expect(page).toHaveURL(/\/session-ended\?returnTo=%2Fapply#absolute$/, { timeout: 20_000 })
  await expectNothingTyped(page, 'when the session is over')
  await move(page, -1)
  if (page.url().startsWith(origin)) await expectNothingTyped(page, 'by Back')
  // The page counts whole seconds and leaves a little before the server's end.
  const session = () => page.request.get(`${origin}/auth/session`, { headers: { 'X-CSRF': '1' } })
  await expect.poll(async () => (await (await session()).json()).authenticated).toBe(false)

  await open(page, { origin, persona: 'lists' })
  await expect(page.locator('#address')).not.toHaveValue(/Elsewhere/)
  expect(await page.content()).not.toContain('Elsewhere')
  expect(await page.locator('main').innerText()).toContain(lists.data['myinfo.name'])
  await expectNothingTyped(page, 'for another person')
  await page.getByRole('button', { name: 'Log out' }).click()
  await expect(page).toHaveURL(`${origin}/logged-out`)

  await page.goto(`${origin}/session-ended?returnTo=%2Fapply#absolute`)
  await page.getByRole('link', { name: 'Log in again' }).click()
  await answer(page, { persona: 'everything' })
  await ready(page)
  await expect(page).toHaveURL(`${origin}/apply`)
  await expect(page.locator('#address')).toHaveValue(mine.address)
  await expect(page.locator('#email')).toHaveValue(mine.email)
  await stack.stop()
})

test('a session that ends before the page knows takes the form off the screen, and gives it back', async ({
  page,
  context,
}) => {
  await open(page)
  await type(page, mine)
  await toCheck(page)
  await logOutElsewhere(page, context)
  await send(page)
  await expect(page).toHaveURL(/\/session-ended\?returnTo=%2Fapply%3Fstep%3Dcheck/)
  await expectNothingTyped(page, 'after a 401')

  await page.getByRole('link', { name: 'Log in again' }).click()
  await answer(page, { persona: 'everything' })
  await expectHeading(page, 'Check before you send')
  await expect(page.getByText(mine.email)).toBeVisible()
  await send(page)
  await reference(page)
})

/** Ends the session without a word to this page. */
async function logOutElsewhere(page: Page, context: BrowserContext): Promise<void> {
  const cookies = await context.cookies()
  await page.evaluate(() =>
    fetch('/auth/logout', { method: 'POST', headers: { 'X-CSRF': '1' } }).then(() => undefined),
  )
  await context.addCookies(cookies)
}

test('after logging out nothing that was typed or received is left in the browser (P24)', async ({
  page,
  baseURL,
}) => {
  await open(page)
  await type(page, mine)
  await toCheck(page)
  await send(page)
  await reference(page)
  await page.getByRole('button', { name: 'Log out' }).click()
  await expect(page).toHaveURL('/logged-out')
  await expectNothingTyped(page, 'after logging out')
  for (const steps of [-1, 1, -2]) {
    await move(page, steps)
    if (page.url().startsWith(baseURL ?? '')) await expectNothingTyped(page, `after ${steps}`)
  }
})

test('a double press, and two tabs with the same form, send one form and show one reference', async ({
  page,
  context,
}) => {
  await open(page)
  await type(page, mine)
  const other = await context.newPage()
  await other.goto('/apply')
  await ready(other)
  const third = await context.newPage()
  await third.goto('/apply')
  await ready(third)
  for (const tab of [page, other]) await toCheck(tab)
  const calls: string[] = []
  page.on('request', (request) => {
    if (request.url().endsWith('/applications')) calls.push(request.method())
  })

  await Promise.all([page.getByRole('button', { name: 'Send' }).dblclick(), send(other)])
  const received = await reference(page)
  expect(await reference(other)).toBe(received)
  expect(calls).toEqual(['POST'])
  // A tab that was left open learns of it when somebody types.
  await third.locator('#email').fill('late@agency.example')
  expect(await reference(third)).toBe(received)
})

test('an answer that is lost on the way is asked for again, and the form is received once', async ({
  page,
}) => {
  await open(page)
  await type(page, mine)
  await toCheck(page)
  let taken = ''
  await page.route('**/api/example/applications', async (route) => {
    taken = (await (await route.fetch()).json()).reference
    await route.abort('connectionreset')
  })
  await send(page)
  const notice = page.getByRole('region', { name: 'Your form is not confirmed' })
  await expect(notice).toBeFocused()
  await expect(notice).toContainText('Press Send again: we take it only once.')

  await page.unroute('**/api/example/applications')
  await send(page)
  expect(await reference(page)).toBe(taken)
})

test('a form sent without a connection, or while the store is down, loses nothing and sends nothing later by itself', async ({
  page,
  context,
}) => {
  await open(page)
  await type(page, mine)
  await toCheck(page)
  await context.setOffline(true)
  await send(page)
  await expect(page.getByText('Nothing you typed is lost')).toBeVisible()
  await context.setOffline(false)
  await page.route('**/api/example/**', (route) =>
    route.fulfill({
      status: 503,
      contentType: 'application/problem+json',
      body: JSON.stringify({
        title: 'x',
        status: 503,
        code: 'store_unavailable',
        ref: '7K2M-QX9F',
      }),
    }),
  )
  await send(page)
  await expect(page.getByText('Wait a minute, then press Send again.')).toBeVisible()
  await expect(page.getByText('Reference of this problem: 7K2M-QX9F')).toBeVisible()
  await page.getByRole('link', { name: 'Change Delivery address' }).click()
  await page.locator('#address').fill('8 Elsewhere Lane')
  const unkept = page.locator('main').getByText(/^We cannot save what you type right now/)
  await expect(unkept).toBeVisible()
  await page.unroute('**/api/example/**')
  await expect(unkept).toHaveCount(0, { timeout: 10_000 })
  await toCheck(page)
  await expect(page.getByText('8 Elsewhere Lane')).toBeVisible()
  await send(page)
  await reference(page)
})

test('where there is a purpose for it, a login for the form says what it asks for, and asks for no more', async ({
  page,
}) => {
  test.setTimeout(90_000)
  const folder = await mkdtemp(join(tmpdir(), 'pages-'))
  const purposes = { LOGIN_PURPOSES: 'look=openid;apply=openid myinfo.name myinfo.email' }
  await buildPages(folder, purposes)
  const stack = await startStack({ settings: { ...purposes, WEB_ROOT: folder } })
  await page.goto(`${stack.bff.origin}/apply`)
  await expect(page.locator('main li')).toHaveText(['Name', 'Email'])
  await page.getByRole('link', { name: 'Log in with Singpass' }).click()
  await answer(page, { persona: 'everything' })
  await ready(page)

  await expect(page.locator('#email')).toHaveValue(everything.data['myinfo.email'] ?? '')
  await expect(page.locator('#address')).toHaveValue('')
  await logOutElsewhere(page, page.context())
  await page.locator('#address').fill(mine.address)
  await expect(page).toHaveURL(/\/session-ended\?returnTo=%2Fapply&purpose=apply/)
  await expect(page.getByRole('link', { name: 'Log in again' })).toHaveAttribute(
    'href',
    /purpose=apply/,
  )
  await stack.stop()
  await rm(folder, { recursive: true })
})

test('who did not share their name is told so, and is not shown a form', async ({ page }) => {
  const stack = await startStack({ settings: { LOGIN_PURPOSES: 'look=openid myinfo.email' } })
  await page.goto(`${stack.bff.origin}/auth/login?purpose=look&returnTo=%2Fapply`)
  await answer(page, { persona: 'everything' })

  await expectHeading(page, 'We need more details')
  await page.getByRole('link', { name: 'Log in with Singpass' }).click()
  await stack.stop()
})

test('from the landing page to the reference by keyboard alone', async ({ page }) => {
  test.setTimeout(60_000)
  const { tabTo } = createKeyboard(page)
  await page.goto('/')
  await tabTo('Log in with Singpass')
  await page.keyboard.press('Enter')
  await page.locator('input[value="plain"]').focus()
  await page.keyboard.press('Space')
  await page.getByRole('button', { name: 'Allow' }).focus()
  await page.keyboard.press('Enter')
  await details(page)

  await tabTo('Try the example service')
  await page.keyboard.press('Enter')
  await ready(page)
  await page.keyboard.press('Tab')
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.press('Delete')
  await tabTo('email')
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type(mine.email)
  // Enter in a field is as good as the button.
  await page.keyboard.press('Enter')
  await expect(page.getByRole('region', { name: 'Something is missing' })).toBeFocused()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.keyboard.type('7 Elsewhere Lane')
  await tabTo('Continue')
  await page.keyboard.press('Enter')
  await expectHeading(page, 'Check before you send')
  await tabTo('Change Email')
  await page.keyboard.press('Enter')
  await expect(page.locator('#email')).toBeFocused()
  await page.keyboard.press('Enter')
  await expectHeading(page, 'Check before you send')
  await tabTo('Send')
  await page.keyboard.press('Enter')
  await reference(page)
})

for (const [language, prefix, login] of [
  ['en', '', 'Log in with Singpass'],
  ['zh-Hans', '/zh', '使用 Singpass 登录'],
  ['ms', '/ms', 'Log masuk dengan Singpass'],
  ['ta', '/ta', 'Singpass மூலம் உள்நுழைக'],
] as const) {
  test(`axe finds nothing in any step of the form in ${language}`, async ({ page }) => {
    test.setTimeout(120_000)
    await page.goto(`${prefix}/apply`)
    await page.getByRole('link', { name: login }).waitFor()
    await expectAccessible(page, 'signed out', 3)
    const said = complaints(page)
    await open(page, { path: `${prefix}/apply` })
    await expect(page.locator('html')).toHaveAttribute('lang', language)
    await expectAccessible(page, 'filling in')
    await page.locator('#email').fill('')
    await page.locator('main form button').click()
    await expect(page.locator('.fault')).toBeVisible()
    await expectAccessible(page, 'with a fault')
    await type(page, mine)
    await page.locator('main form button').click()
    await expect(page.locator('dl.data')).toBeVisible()
    await expectAccessible(page, 'check', 3)
    expect(said).toEqual([])
    await page.route('**/api/example/applications', (route) => route.abort())
    await page.locator('main .button').click()
    await expect(page.locator('.notice.wrong')).toBeVisible()
    await expectAccessible(page, 'not sent', 3)
    await page.unroute('**/api/example/applications')
    await page.locator('main .button').click()
    await expect(page.locator('.receipt')).toBeVisible()
    await expectAccessible(page, 'sent', 3)
  })

  test.describe(`in ${language}, without script`, () => {
    test.use({ javaScriptEnabled: false })

    test('the form says what it needs', async ({ page }) => {
      await page.goto(`${prefix}/apply`)

      await expect(page.locator('noscript .notice a')).toHaveAttribute(
        'href',
        `${prefix}/help#script`,
      )
      expect(await page.title()).toContain(
        await page.getByRole('heading', { level: 1 }).innerText(),
      )
    })
  })
}
