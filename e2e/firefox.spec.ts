import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import puppeteer, { type Browser, type Page } from 'puppeteer-core'
import { findProgram } from './program.ts'

/** A second engine, as its maker ships it: Playwright drives a Firefox of its own making only. */
const executablePath = findProgram('firefox-esr', 'firefox')

test.skip(
  executablePath === undefined && !process.env['CI'],
  'firefox is not installed: sudo apt install firefox-esr',
)

let folder: string
let browser: Browser
const origin = process.env['E2E_ORIGIN'] ?? ''

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'firefox-'))
  browser = await puppeteer.launch({
    browser: 'firefox',
    headless: true,
    userDataDir: folder,
    ...(executablePath && { executablePath }),
  })
})
test.afterAll(async () => {
  await browser.close()
  await rm(folder, { recursive: true, force: true })
})

test('in Firefox a citizen signs in, shows and hides the NRIC, logs out, and Back shows nothing', async () => {
  const page = await open('/')
  await page.locator('::-p-text(Log in with Singpass)').click()
  await page.locator('input[value="everything"]').click()
  await page.locator('::-p-text(Allow)').click()
  await page.waitForSelector('dl.data > div')
  expect(await text(page)).toMatch(/Name\n/)
  expect(await text(page)).not.toMatch(nric)

  await page.locator('::-p-text(Show NRIC)').click()
  await page.waitForSelector('::-p-text(Hide NRIC)')
  expect(await text(page)).toMatch(nric)
  expect(await page.evaluate(() => document.cookie)).toBe('')

  await page.locator('header ::-p-text(Log out)').click()
  await expect.poll(() => page.url()).toBe(`${origin}/logged-out`)
  for (let step = 0; step < 3 && page.url().startsWith(origin); step += 1) {
    await page.goBack()
    await expect.poll(() => page.evaluate(() => document.readyState)).toBe('complete')
    if (page.url().startsWith(origin)) expect(await text(page)).not.toMatch(nric)
  }
  await page.close()
})

test('in Firefox the keyboard alone leads from the landing page to sgID', async () => {
  const page = await open('/')
  const focused = () => page.evaluate(() => document.activeElement?.textContent?.trim())
  await page.keyboard.press('Tab')
  expect(await focused()).toBe('Skip to main content')
  for (let step = 0; step < 20 && (await focused()) !== 'Log in with Singpass'; step += 1)
    await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')

  await page.waitForSelector('input[value="everything"]')
  await page.close()
})

for (const width of [320, 1280])
  for (const path of ['/', '/ta', '/zh/help', '/ms/error/login_cancelled', '/privacy'])
    test(`in Firefox ${path} is styled and does not scroll sideways at ${width} px`, async () => {
      const page = await open(path, width)
      const { overflow, height } = await page.evaluate(() => ({
        overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
        height: document.querySelector('.skip')?.clientHeight,
      }))
      await page.close()

      expect(overflow).toBe(0)
      expect(height).toBeLessThanOrEqual(1)
    })

const nric = /[STFGM]\d{7}[A-Z]/

async function open(path: string, width = 1280): Promise<Page> {
  const page = await browser.newPage()
  await page.setViewport({ width, height: 800 })
  await page.goto(origin + path)
  return page
}

function text(page: Page): Promise<string> {
  return page.evaluate(() => document.body.innerText)
}
