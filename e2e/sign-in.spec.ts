import { expect, test } from '@playwright/test'
import { personas } from 'sgid-simulator'
import { answer, details, signIn } from './sign-in.ts'

const { plain, everything } = personas

test('a citizen signs in, sees their details, reloads and logs out', async ({ page }) => {
  await page.goto('/')
  await signIn(page)

  await expect(page).toHaveURL('/profile')
  await expect(page).toHaveTitle(/^Your details – /)
  expect(await details(page)).toMatchObject({
    Name: plain.data['myinfo.name'],
    Email: plain.data['myinfo.email'],
  })
  await page.reload()
  await expect(page.getByText(plain.data['myinfo.name'] ?? '')).toBeVisible()

  await page.getByRole('button', { name: 'Log out' }).click()
  await expect(page).toHaveURL('/logged-out')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('You are logged out')
  await page.goto('/profile')
  await expect(page.getByText(plain.data['myinfo.name'] ?? '')).toHaveCount(0)
})

test('a login that starts at a page of the site ends there, and comes from another site', async ({
  page,
  context,
}) => {
  await page.goto('/auth/login?returnTo=%2Fprofile%3Ffrom%3Dletter')
  await answer(page)

  await expect(page).toHaveURL('/profile?from=letter')
  const cookies = await context.cookies()
  expect(cookies.map(({ name }) => name)).toEqual(['__Host-Http-sid'])
  expect(cookies[0]).toMatchObject({
    httpOnly: true,
    secure: true,
    sameSite: 'Strict',
    path: '/',
    expires: -1,
  })
  expect(await page.evaluate(() => document.cookie)).toBe('')
})

test('a person who says no reads that this is fine, and nothing was shared', async ({ page }) => {
  await page.goto('/')
  await signIn(page, { allow: false })

  await expect(page).toHaveURL(/\/error\/login_cancelled\?ref=/)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('You did not share your details')
  await page.getByRole('link', { name: 'Log in with Singpass' }).click()
  await answer(page)
  await expect(page).toHaveURL('/profile')
})

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false })

  test('the way to sgID and back works, and the page says what it needs', async ({ page }) => {
    await page.goto('/')
    await signIn(page)

    await expect(page).toHaveURL('/profile')
    await expect(page.locator('noscript .notice')).toBeVisible()
    await page.goto('/error/internal?ref=7K2M-QX9F')
    await expect(page.getByText('at the end of the address of this page')).toBeVisible()
    await expect(page.getByRole('link', { name: 'Try again' })).toBeVisible()
  })
})

for (const order of [
  [0, 1],
  [1, 0],
]) {
  test(`two tabs finish their logins in the order ${order}`, async ({ context }) => {
    const tabs = [await context.newPage(), await context.newPage()]
    for (const tab of tabs) {
      await tab.goto('/')
      await tab.getByRole('link', { name: 'Log in with Singpass' }).click()
      await expect(tab.getByRole('button', { name: 'Allow' })).toBeVisible()
    }
    for (const each of order) {
      const tab = tabs[each]
      if (!tab) throw new Error('no such tab')
      await answer(tab)
      await expect(tab).toHaveURL('/profile')
      await expect(tab.getByText(plain.data['myinfo.name'] ?? '')).toBeVisible()
    }
  })
}

test('a callback opened in another browser is refused there, where one can start again, and the first one finishes (P2)', async ({
  page,
  browser,
  baseURL,
}) => {
  let back = ''
  // The person's answer reaches sgID, and the way back is held up.
  await page.route('**/v2/oauth/authorize', async (route) => {
    if (route.request().method() !== 'POST') return route.continue()
    const answered = await route.fetch({ maxRedirects: 0 })
    back = answered.headers()['location'] ?? ''
    return route.fulfill({ body: 'held up' })
  })
  await page.goto('/auth/login?returnTo=%2Fprofile%3Ffrom%3Dletter')
  await answer(page)
  await expect(page.getByText('held up')).toBeVisible()

  const other = await browser.newContext(baseURL ? { baseURL } : {})
  const stranger = await other.newPage()
  await stranger.goto(back)
  await expect(stranger.getByRole('heading', { level: 1 })).toHaveText(
    'You came back in a different browser',
  )
  await expect(stranger.getByText(/^Reference: [0-9A-Z]{4}-[0-9A-Z]{4}\. Quote it/)).toBeVisible()
  await stranger.getByRole('link', { name: 'Start again here' }).click()
  await answer(stranger)
  await expect(stranger).toHaveURL('/profile?from=letter')
  await other.close()
  await page.goto(back)
  await expect(page).toHaveURL('/profile?from=letter')
})

test('the NRIC is hidden until it is asked for, and was not in the page before', async ({
  page,
}) => {
  const nric = everything.data['myinfo.nric_number'] ?? ''
  const bodies: string[] = []
  page.on('response', async (response) => {
    if (response.url().includes('/auth/userinfo')) bodies.push(await response.text())
  })
  await page.goto('/')
  await signIn(page, { persona: 'everything' })
  expect((await details(page))['NRIC or FIN']).toContain(`•••••${nric.slice(-4)}`)
  expect(bodies.join()).not.toContain(nric)

  await page.getByRole('button', { name: 'Show NRIC' }).click()
  await expect(page.getByText(nric)).toBeVisible()
  await page.getByRole('button', { name: 'Hide NRIC' }).click()
  await expect(page.getByText(nric)).toHaveCount(0)
})

test('a session that was ended without a word to this page is noticed at the next look', async ({
  page,
  context,
}) => {
  await page.goto('/')
  await signIn(page)
  await details(page)
  const status = await page.evaluate(async () => {
    const answer = await fetch('/auth/logout', { method: 'POST', headers: { 'X-CSRF': '1' } })
    return answer.status
  })
  expect(status).toBe(204)
  expect(await context.cookies()).toEqual([])
  await page.reload()

  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Log in to see this page')
  await page.getByRole('link', { name: 'Log in with Singpass' }).click()
  await answer(page)
  await expect(page).toHaveURL('/profile')
})
