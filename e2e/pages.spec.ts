import { expect, test } from '@playwright/test'
import { problemCodes } from '@sgid-login/shared'
import { personas } from 'sgid-simulator'
import { complaints, expectAccessible } from './axe.ts'
import { details, signIn } from './sign-in.ts'

const languages = [
  { prefix: '', tag: 'en', login: 'Log in with Singpass' },
  { prefix: '/zh', tag: 'zh-Hans', login: '使用 Singpass 登录' },
  { prefix: '/ms', tag: 'ms', login: 'Log masuk dengan Singpass' },
  { prefix: '/ta', tag: 'ta', login: 'Singpass மூலம் உள்நுழைக' },
]
const errors = [...problemCodes, 'cookies_blocked', 'maintenance'].map((code) => `/error/${code}`)
const others = ['/help', '/privacy', '/logged-out', '/session-ended', '/nothing/here']
const paths = ['', ...others, ...errors]

for (const { prefix, tag, login } of languages) {
  for (const half of [0, 1]) {
    test(`axe finds nothing on any page in ${tag}, in any look, and the policy blocks nothing, ${half + 1} of 2 (5.14 lines 1, 12)`, async ({
      page,
    }) => {
      test.setTimeout(120_000)
      const said = complaints(page)
      for (const path of paths.filter((_, index) => index % 2 === half)) {
        await page.goto(`${prefix}${path}` || '/')
        // Error pages are one page with different words.
        await expectAccessible(page, `${prefix}${path}`, path.startsWith('/error/') ? 3 : 6)
      }
      // The page that does not exist is one of them.
      expect(said.filter((text) => !text.includes('404'))).toEqual([])
    })
  }

  test.describe(`in ${tag}, without script`, () => {
    test.use({ javaScriptEnabled: false })

    test('every page is complete: what happened, what to do, and the way to Singpass (P39, 5.14 lines 1, 4)', async ({
      page,
    }) => {
      for (const path of paths) {
        await page.goto(`${prefix}${path}` || '/')

        const heading = await page.getByRole('heading', { level: 1 }).innerText()
        expect((await page.title()).startsWith(`${heading} – `), path).toBe(true)
        await expect(page.locator('html')).toHaveAttribute('lang', tag)
        expect(await page.locator('main').innerText(), path).not.toMatch(/\{|undefined/)
        expect(await page.locator('nav a').count()).toBe(4)
        await expect(page.locator('nav a[aria-current]')).toHaveAttribute('lang', tag)
        if (path.startsWith('/error/') && !path.endsWith('maintenance'))
          await expect(page.locator('main a.button')).toBeVisible()
      }
      await page.goto(prefix || '/')
      await page.getByRole('link', { name: login }).click()
      await page.getByRole('button', { name: 'Allow' }).click()
      await expect(page).toHaveURL(`${prefix}/profile`)
      await expect(page.locator('noscript .notice a')).toHaveAttribute(
        'href',
        `${prefix}/help#script`,
      )
    })
  })
}

test('what the landing page says that we ask for is what a login asks for, in all languages (5.14 line 10)', async ({
  page,
  request,
}) => {
  const login = await request.get('/auth/login', { maxRedirects: 0 })
  const asked = new URL(login.headers()['location'] ?? '').searchParams.get('scope') ?? ''
  const labels = new Set<string>()
  for (const { prefix } of languages) {
    await page.goto(prefix || '/')
    const cards = page.locator('#ask [data-scope]')
    const said = await cards.evaluateAll((all) =>
      all.map((card) => card.getAttribute('data-scope')),
    )
    expect(['openid', ...said].join(' ')).toBe(asked)
    labels.add((await cards.allInnerTexts()).join())
  }
  expect(labels.size).toBe(4)
})

test('a page links to itself in the other languages, and says so to search engines', async ({
  page,
}) => {
  await page.goto('/zh/privacy')

  const links = page.locator('nav a')
  expect(await links.evaluateAll((all) => all.map((link) => link.getAttribute('href')))).toEqual(
    languages.map(({ prefix }) => `${prefix}/privacy`),
  )
  const alternates = page.locator('link[rel=alternate]')
  expect(
    await alternates.evaluateAll((all) => all.map((link) => link.getAttribute('hreflang'))),
  ).toEqual(languages.map(({ tag }) => tag))
})

test('a landing page runs no script, and has what the profile needs fetched when it is done', async ({
  page,
}) => {
  const fetched: string[] = []
  page.on('request', (request) => {
    if (request.url().endsWith('.js')) fetched.push(new URL(request.url()).pathname)
  })
  await page.goto('/ta')
  await expect.poll(() => fetched.some((path) => path.includes('/ta-'))).toBe(true)

  expect(fetched.filter((path) => /\/(en|zh|ms)-/.test(path))).toEqual([])
  expect(await page.locator('script').count()).toBe(0)
})

test('pages carry the policy of the build, and a CDN may keep those that are for everybody (P23)', async ({
  request,
}) => {
  const landing = await request.get('/')
  expect(landing.headers()).toMatchObject({
    'cache-control':
      'public, max-age=0, s-maxage=60, stale-while-revalidate=600, stale-if-error=86400',
    'content-security-policy': expect.stringMatching(
      /^default-src 'none'; script-src 'self'; style-src 'sha256-/,
    ),
    etag: expect.stringMatching(/^"|^W\/"/),
    vary: 'Accept-Encoding',
    'x-content-type-options': 'nosniff',
  })
  const again = await request.get('/', {
    headers: { 'If-None-Match': landing.headers()['etag'] ?? '' },
  })
  expect(again.status()).toBe(304)
  for (const name of ['content-security-policy', 'cache-control', 'referrer-policy', 'etag'])
    expect(again.headers()[name]).toBe(landing.headers()[name])
  expect((await request.get('/profile')).headers()['cache-control']).toBe('no-store')
})

test('an asset is for ever, a missing one is a 404 that is not kept (P21)', async ({ request }) => {
  const html = await (await request.get('/profile')).text()
  const src = /src="(\/assets\/[^"]+)"/.exec(html)?.[1] ?? ''
  const found = await request.get(src)
  expect(found.headers()).toMatchObject({
    'cache-control': 'public, max-age=31536000, immutable',
    'content-encoding': 'br',
    vary: 'Accept-Encoding',
  })
  const plain = await request.get(src, { headers: { 'Accept-Encoding': 'identity' } })
  expect(plain.headers()['vary']).toBe('Accept-Encoding')

  const missing = await request.get('/assets/nothing.js')
  expect([missing.status(), missing.headers()['cache-control']]).toEqual([404, 'no-store'])
  for (const path of [
    '/auth/profile',
    '/api/x.html',
    '/auth/../package.json',
    '/..%2fpackage.json',
  ]) {
    expect((await request.get(path)).status()).toBe(404)
  }
})

test('markup in a name is shown as text (P24)', async ({ page }) => {
  await page.goto('/')
  await signIn(page, { persona: 'markup' })

  expect((await details(page))['Name']).toContain('<b>')
  expect(personas.markup.data['myinfo.name']).toContain('<b>')
})
