import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { type Browser, chromium, type Page } from '@playwright/test'
import { launchOptions } from './chromium.ts'
import { answer } from './sign-in.ts'
import { startStack } from './stack.ts'

/** Takes a picture of every page as people meet it, and puts all of them on one sheet. */

const sheet = fileURLToPath(new URL('../docs/contact-sheet.webp', import.meta.url))
const most = 400_000

const pages = [
  ['landing', '/'],
  ['help', '/help'],
  ['privacy', '/privacy'],
  ['cancelled', '/error/login_cancelled?ref=7K2M-QX9F'],
  ['sgID away', '/error/idp_unavailable?ref=7K2M-QX9F'],
  ['ended', '/session-ended#idle'],
  ['logged out', '/logged-out'],
  ['not found', '/nothing'],
] as const

const looks = ['', '/ta'].flatMap((prefix) =>
  (['light', 'dark'] as const).flatMap((colorScheme) =>
    [320, 1280].map((width) => ({ prefix, colorScheme, width })),
  ),
)
type Look = (typeof looks)[number]

const browser = await chromium.launch(launchOptions)
try {
  const rows: string[] = []
  for (const look of looks) rows.push(await row(browser, look))
  const image = await compose(browser, rows)
  if (image.length > most) throw new Error(`the sheet has ${image.length} bytes, not ${most}`)
  await writeFile(sheet, image)
  console.log(`${sheet}: ${Math.round(image.length / 1000)} kB`)
} finally {
  await browser.close()
}

/** All pages in one look, side by side. @returns HTML */
async function row(browser: Browser, look: Look): Promise<string> {
  // Of its own: the example takes five forms a day of one person.
  const stack = await startStack()
  try {
    return await rowOf(browser, stack.bff.origin, look)
  } finally {
    await stack.stop()
  }
}

async function rowOf(browser: Browser, origin: string, look: Look): Promise<string> {
  const { prefix, colorScheme, width } = look
  const context = await browser.newContext({
    viewport: { width, height: 800 },
    colorScheme,
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  const cells: string[] = []
  const shoot = async (name: string) => {
    const jpeg = await page.screenshot({ type: 'jpeg', quality: 90 })
    cells.push(cell(name, width, jpeg))
  }
  for (const [name, path] of pages) {
    await page.goto(origin + (path === '/' && prefix ? prefix : prefix + path))
    await shoot(name)
  }
  const profile = `${prefix}/profile`
  await page.goto(`${origin}/auth/login?returnTo=${encodeURIComponent(profile)}`)
  await answer(page, { persona: 'everything' })
  await shown(page)
  await shoot('details')
  await page.goto(`${origin}${prefix}/apply`)
  await page.locator('#address').waitFor()
  await shoot('form')
  await page.locator('main [type=submit]').click()
  await page.locator('dl.data').waitFor()
  await shoot('check')
  await page.locator('main button').click()
  await page.locator('.receipt').waitFor()
  await shoot('reference')
  await page.route('**/auth/session', async (call) => {
    const response = await call.fetch()
    await call.fulfill({ response, json: { ...(await response.json()), idleExpiresIn: 100 } })
  })
  await page.goto(origin + profile)
  await page.locator('dialog[open]').waitFor()
  await shoot('dialog')
  await context.close()
  const title = `${prefix === '/ta' ? 'தமிழ்' : 'English'}, ${width} px, ${colorScheme}`
  return `<h2>${title}</h2><section>${cells.join('')}</section>`
}

function cell(name: string, width: number, jpeg: Buffer): string {
  return `<figure class="w${width}"><img src="data:image/jpeg;base64,${jpeg.toString('base64')}"><figcaption>${name}</figcaption></figure>`
}

async function shown(page: Page): Promise<void> {
  await page.locator('dl.data > div').first().waitFor()
}

/** @returns WebP */
async function compose(browser: Browser, rows: string[]): Promise<Buffer> {
  const style = `
    body { margin: 8px; width: 1584px; font: 12px system-ui; background: #ddd }
    h2 { margin: 8px 0 4px; font-size: 14px }
    section { display: flex; flex-wrap: wrap; gap: 6px }
    figure { margin: 0 }
    .w320 { width: 152px }
    .w1280 { width: 311px }
    img { width: 100%; border: 1px solid #888; box-sizing: border-box }`
  const page = await browser.newPage({ viewport: { width: 1600, height: 900 } })
  await page.setContent(`<meta charset="utf-8"><style>${style}</style>${rows.join('')}`)
  const png = await page.screenshot({ fullPage: true })
  const webp = await page.evaluate(
    async (source) => {
      const image = new Image()
      image.src = source
      await image.decode()
      const canvas = document.createElement('canvas')
      canvas.width = image.width
      canvas.height = image.height
      canvas.getContext('2d')?.drawImage(image, 0, 0)
      return canvas.toDataURL('image/webp', 0.45)
    },
    `data:image/png;base64,${png.toString('base64')}`,
  )
  return Buffer.from(webp.split(',')[1] ?? '', 'base64')
}
