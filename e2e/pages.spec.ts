import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import { personas } from 'sgid-simulator'
import { details, signIn } from './sign-in.ts'

const paths = [
  '/',
  '/logged-out',
  '/session-ended',
  '/error/login_cancelled',
  '/error/login_elsewhere',
  '/error/idp_unavailable',
  '/error/internal',
  '/nothing/here',
]

/** What the browser complained of: blocked by the policy, missing, or thrown. */
function complaints(page: Page): string[] {
  const list: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') list.push(message.text())
  })
  page.on('pageerror', (error) => list.push(error.message))
  return list
}

for (const width of [320, 1280]) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test.describe(`at ${width} px, ${colorScheme}`, () => {
      test.use({ viewport: { width, height: 800 }, colorScheme })

      for (const path of paths) {
        test(`${path} has nothing that axe finds, needs no script, and scrolls in one direction`, async ({
          page,
        }) => {
          await page.goto(path)

          expect(await page.locator('script').count()).toBe(path.startsWith('/error/') ? 1 : 0)
          expect(await overflow(page)).toBe(0)
          expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
        })
      }

      test('the profile has nothing that axe finds, and no sideways scrolling', async ({
        page,
      }) => {
        const said = complaints(page)
        await page.goto('/')
        await signIn(page, { persona: 'everything' })
        await details(page)

        expect(await overflow(page)).toBe(0)
        expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
        expect(said).toEqual([])
      })
    })
  }
}

function overflow(page: Page): Promise<number> {
  return page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
}

test('pages carry the policy of the build, and a CDN may keep those that are for everybody', async ({
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

test('an asset is for ever, a missing one is a 404 that is not kept', async ({ request }) => {
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

test('markup in a name is shown as text', async ({ page }) => {
  await page.goto('/')
  await signIn(page, { persona: 'markup' })

  expect((await details(page))['Name']).toContain('<b>')
  expect(personas.markup.data['myinfo.name']).toContain('<b>')
})
