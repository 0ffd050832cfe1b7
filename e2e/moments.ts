import type { Browser, BrowserContext, Page } from '@playwright/test'
import { answer } from './sign-in.ts'

/** What a person waits for after they did something. */
export interface Moment {
  name: string
  /** Milliseconds: the middle one of several. */
  took: number
  atMost: number
}

const rounds = 5

/**
 * How long it takes until a person sees what they did, on a processor four times as slow: from the
 * press, or from the answer that says so, to the paint.
 *
 * @param origin of a BFF whose sgID is the simulator
 */
export async function measureMoments(browser: Browser, origin: string): Promise<Moment[]> {
  const context = await browser.newContext()
  await signedIn(context, origin)

  const opened: number[] = []
  const revealed: number[] = []
  const stayed: number[] = []
  for (let round = 0; round < rounds; round++) {
    const slow = await context.newPage()
    await slow.goto(`${origin}/profile`)
    await ready(slow)
    const processor = await context.newCDPSession(slow)
    await processor.send('Emulation.setCPUThrottlingRate', { rate: 4 })
    revealed.push(await pressed(slow, 'Show NRIC'))
    await slow.getByRole('button', { name: 'Hide NRIC' }).waitFor()
    await slow.waitForLoadState('networkidle')
    await slow.route('**/auth/session', async (call) => {
      const response = await call.fetch()
      await call.fulfill({ response, json: { ...(await response.json()), idleExpiresIn: 100 } })
    })
    opened.push(await slow.evaluate(dialogOpens))
    await slow.unroute('**/auth/session')
    stayed.push(await pressed(slow, 'Stay logged in'))
    await slow.close()
  }

  await context.close()

  const seen: number[] = []
  for (let round = 0; round < rounds; round++) seen.push(await logOutSeen(browser, origin))
  return [
    { name: 'the dialog opens', took: median(opened), atMost: 120 },
    { name: 'a press on "Stay logged in" is answered', took: median(stayed), atMost: 120 },
    { name: 'a press on "Show NRIC" is answered', took: median(revealed), atMost: 120 },
    { name: 'another tab sees the log-out', took: median(seen), atMost: 1000 },
  ]
}

async function signedIn(context: BrowserContext, origin: string): Promise<Page> {
  const page = await context.newPage()
  await page.goto(`${origin}/auth/login`)
  await answer(page, { persona: 'everything' })
  await ready(page)
  return page
}

/** From the press in one tab to the other page in another. */
async function logOutSeen(browser: Browser, origin: string): Promise<number> {
  const context = await browser.newContext()
  const other = await signedIn(context, origin)
  const page = await context.newPage()
  await page.goto(`${origin}/profile`)
  await ready(page)
  const start = Date.now()
  await page.getByRole('button', { name: 'Log out' }).click()
  await other.waitForURL('**/logged-out#other', { waitUntil: 'commit' })
  const took = Date.now() - start
  await context.close()
  return took
}

async function ready(page: Page): Promise<void> {
  await page.locator('dl.data > div').first().waitFor()
  await page.waitForLoadState('networkidle')
}

/** From the press of a button to the next paint, as the browser counts it. */
async function pressed(page: Page, name: string): Promise<number> {
  const duration = page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        new PerformanceObserver((list) => {
          for (const { name, duration } of list.getEntries())
            if (name === 'click') resolve(duration)
        }).observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit)
      }),
  )
  await page.getByRole('button', { name }).click()
  return duration
}

/** Runs in the page: from the server's word that the session soon ends to the paint of the dialog. */
function dialogOpens(): Promise<number> {
  return new Promise((resolve) => {
    new MutationObserver((_changes, observer) => {
      if (document.querySelector('dialog[open]') === null) return
      observer.disconnect()
      clearInterval(asking)
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel()
        port1.onmessage = () => {
          const answers = performance.getEntriesByType('resource') as PerformanceResourceTiming[]
          const said = answers.filter(({ name }) => name.endsWith('/auth/session')).at(-1)
          resolve(performance.now() - (said?.responseEnd ?? 0))
        }
        port2.postMessage(0)
      })
    }).observe(document, { subtree: true, childList: true, attributes: true })
    // A question that is under way is not asked again.
    const asking = setInterval(() => dispatchEvent(new Event('visibilitychange')), 500)
  })
}

/** The middle one. */
export function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}
