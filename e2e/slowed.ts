import type { Browser, BrowserContext, Page } from '@playwright/test'
import { type Moment, median } from './moments.ts'
import { answer } from './sign-in.ts'

/** What Lighthouse calls slow 4G: bytes a second, and milliseconds until the first of them. */
const network = {
  offline: false,
  latency: 150,
  downloadThroughput: (1.6 * 1024 * 1024) / 8,
  uploadThroughput: (750 * 1024) / 8,
}
/** A processor so many times as slow. */
const rate = 4
const rounds = 5

/**
 * How long a person with a cheap phone waits for what they came to see, over a network and on a
 * processor that are really slowed, not simulated.
 *
 * @param origin of a BFF whose sgID is the simulator
 */
export async function measureSlowed(browser: Browser, origin: string): Promise<Moment[]> {
  const landing: number[] = []
  const shell: number[] = []
  const cold: number[] = []
  const warmed: number[] = []
  for (let round = 0; round < rounds; round++) {
    landing.push(await fresh(browser, (page) => painted(page, `${origin}/`)))
    shell.push(await fresh(browser, (page) => painted(page, `${origin}/profile`)))
    cold.push(await fresh(browser, (page) => returned(page, `${origin}/auth/login`)))
    warmed.push(
      await fresh(browser, async (page) => {
        // The browser fetches the script ahead while the person is at Singpass.
        await page.goto(origin, { waitUntil: 'networkidle' })
        return returned(page, `${origin}/auth/login`)
      }),
    )
  }
  return [
    { name: 'slowed: the landing page is there', took: median(landing), atMost: 1200 },
    { name: 'slowed: the frame of the details is there', took: median(shell), atMost: 700 },
    { name: 'slowed: details after the return, cold', took: median(cold), atMost: 3000 },
    { name: 'slowed: details after the return, warmed', took: median(warmed), atMost: 1600 },
  ]
}

/** In a browser that has nothing in its cache. */
async function fresh(browser: Browser, measure: (page: Page) => Promise<number>): Promise<number> {
  const context: BrowserContext = await browser.newContext()
  try {
    const page = await context.newPage()
    const slow = await context.newCDPSession(page)
    await slow.send('Network.enable')
    await slow.send('Network.emulateNetworkConditions', network)
    await slow.send('Emulation.setCPUThrottlingRate', { rate })
    return await measure(page)
  } finally {
    await context.close()
  }
}

/** Milliseconds from the request to the largest paint before anything is pressed. */
async function painted(page: Page, url: string): Promise<number> {
  await page.goto(url, { waitUntil: 'load' })
  return page.evaluate(
    (frame) =>
      new Promise<number>((resolve) => {
        new PerformanceObserver((list) => {
          const [first] = list.getEntries()
          const last = frame ? first : list.getEntries().at(-1)
          if (last) resolve(last.startTime)
        }).observe({ type: frame ? 'paint' : 'largest-contentful-paint', buffered: true })
      }),
    url.endsWith('/profile'),
  )
}

/** Milliseconds from the callback, on the way back from sgID, to the paint of the details. */
async function returned(page: Page, login: string): Promise<number> {
  await page.addInitScript(() => {
    new MutationObserver((_changes, observer) => {
      if (document.querySelector('dl.data > div') === null) return
      observer.disconnect()
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel()
        port1.onmessage = () => {
          Reflect.set(window, 'detailsAt', performance.timeOrigin + performance.now())
        }
        port2.postMessage(0)
      })
    }).observe(document, { subtree: true, childList: true })
  })
  await page.goto(login)
  let left = 0
  page.on('request', (request) => {
    if (new URL(request.url()).pathname === '/auth/callback') left = Date.now()
  })
  await answer(page, { persona: 'everything' })
  await page.waitForFunction(() => Reflect.has(window, 'detailsAt'))
  return (await page.evaluate(() => Number(Reflect.get(window, 'detailsAt')))) - left
}
