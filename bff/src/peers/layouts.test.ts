import { type Browser, chromium } from '@playwright/test'
import { freePort, startBff } from '@sgid-login/e2e/bff'
import { launchOptions } from '@sgid-login/e2e/chromium'
import { details, signIn } from '@sgid-login/e2e/sign-in'
import { demoService } from '@sgid-login/e2e/stack'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import {
  absent,
  documentedNginx,
  documentedVarnish,
  startNginx,
  startVarnish,
} from './node-front.ts'

let browser: Browser
beforeAll(async () => {
  browser = await chromium.launch(launchOptions)
})
afterAll(() => browser.close())
const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

const layouts = [
  {
    file: 'nginx.conf',
    program: 'nginx',
    start: (bff: string) => startNginx(documentedNginx([bff])),
    settings: {},
  },
  {
    file: 'nginx-spa.conf',
    program: 'nginx',
    start: (bff: string) => startNginx(documentedNginx([bff], 'nginx-spa.conf')),
    settings: { WEB_ROOT: '' },
  },
  {
    file: 'varnish.vcl',
    program: 'varnishd',
    start: (bff: string) => startVarnish(documentedVarnish(bff)),
    settings: {},
  },
]

for (const { file, program, start, settings } of layouts) {
  const name = `through ${file} Chromium logs in, shows the details, and logs out (P22, P23)`
  const missing = absent(program) ? `: ${program} is not on the PATH` : ''

  test.skipIf(missing !== '')(`${name}${missing}`, async () => {
    const port = await freePort()
    const front = await start(`http://127.0.0.1:${port}`)
    ends.push(() => front.stop())
    const site = Number(new URL(front.url).port)
    const { sgid, settings: ofSgid } = await demoService({ port: site, sgidPort: 0 })
    ends.push(() => sgid.close())
    const bff = await startBff({ port, settings: { ...ofSgid, ...settings } })
    ends.push(() => bff.stop())
    const page = await browser.newPage({ locale: 'en-SG' })
    ends.push(() => page.close())
    const complaints: string[] = []
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
    page.on('pageerror', (error) => complaints.push(error.message))

    await page.goto(`http://localhost:${site}/`)
    await signIn(page)
    const shown = await details(page)
    await page.getByRole('button', { name: 'Log out' }).click()
    await page.waitForURL('**/logged-out')
    await page.goto(`http://localhost:${site}/profile`)
    await page.getByRole('link', { name: 'Log in with Singpass' }).first().waitFor()
    const after = await page.content()

    expect(Object.values(shown)).toContain('TAN FICTITIOUS')
    expect(after).not.toContain('TAN FICTITIOUS')
    // A call that says that nobody is signed in is one that Chromium complains of.
    expect(complaints.filter((text) => !text.includes('401'))).toEqual([])
  })
}
