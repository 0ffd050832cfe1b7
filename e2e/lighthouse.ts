import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { freePort } from './bff.ts'
import { launchOptions } from './chromium.ts'
import { measureMoments } from './moments.ts'
import { answer } from './sign-in.ts'
import { measureSlowed } from './slowed.ts'
import { startStack } from './stack.ts'

/**
 * Lighthouse with its mobile preset over the pages that count, and how long a person waits for what
 * they did. Exit code 1 when one is not as good as it has to be.
 */

// Brought for this command alone: it is large, and nothing else needs it.
const lighthouse = 'lighthouse@13.5.0'

/** Of so many the one in the middle counts: the machine has other things to do as well. */
const runs = 3

/** Scores of 100 that a page has to reach. */
const goals = [
  { page: 'landing', path: '/', performance: 100, accessibility: 100 },
  { page: 'landing in Tamil', path: '/ta', performance: 100, accessibility: 100 },
  { page: 'error', path: '/error/login_cancelled', performance: 100, accessibility: 100 },
  { page: 'details', path: '/profile', performance: 98, accessibility: 100 },
]

const folder = await mkdtemp(join(tmpdir(), 'lighthouse-'))
const port = await freePort()
const stack = await startStack()
// Its own profile, for Lighthouse opens its tab beside the one that signs in.
const browser = await chromium.launchPersistentContext(join(folder, 'profile'), {
  ...launchOptions,
  args: [...launchOptions.args, `--remote-debugging-port=${port}`],
})
try {
  const page = await browser.newPage()
  await page.goto(`${stack.bff.origin}/auth/login`)
  await answer(page)
  await page.locator('dl.data > div').first().waitFor()
  await page.goto('about:blank')

  for (const { page: name, path, performance, accessibility } of goals) {
    const reports: Report[] = []
    for (let run = 0; run < runs; run++) reports.push(await measure(stack.bff.origin + path))
    const { categories, audits } = median(reports)
    const seen = {
      performance: score(categories['performance']),
      accessibility: score(categories['accessibility']),
    }
    const met = seen.performance >= performance && seen.accessibility >= accessibility
    if (!met) process.exitCode = 1
    const times = ['largest-contentful-paint', 'total-blocking-time', 'cumulative-layout-shift']
    console.log(
      `${met ? 'ok  ' : 'FAIL'} ${name}: performance ${seen.performance} (at least ${performance}), accessibility ${seen.accessibility} (at least ${accessibility}); ${times.map((id) => `${id} ${audits[id]?.displayValue}`).join(', ')}`,
    )
  }

  const plain = await chromium.launch(launchOptions)
  const both = async () => [
    ...(await measureMoments(plain, stack.bff.origin)),
    ...(await measureSlowed(plain, stack.bff.origin)),
  ]
  for (const { name, took, atMost } of await both().finally(() => plain.close())) {
    const met = took <= atMost
    if (!met) process.exitCode = 1
    console.log(`${met ? 'ok  ' : 'FAIL'} ${name}: ${Math.round(took)} ms (at most ${atMost})`)
  }
} finally {
  await browser.close()
  await stack.stop()
  await rm(folder, { recursive: true, force: true })
}

interface Report {
  finalDisplayedUrl: string
  categories: Record<string, { score: number | null }>
  audits: Record<string, { displayValue?: string }>
}

async function measure(url: string): Promise<Report> {
  const file = join(folder, 'report.json')
  const words = [
    ...['--silent', 'dlx', lighthouse, url, `--port=${port}`, '--disable-storage-reset', '--quiet'],
    ...['--only-categories=performance,accessibility', '--output=json', `--output-path=${file}`],
  ]
  const child = spawn('pnpm', words, { stdio: ['ignore', 'ignore', 'inherit'] })
  const code = await new Promise((resolve) => child.once('close', resolve))
  if (code !== 0) throw new Error(`Lighthouse ended with code ${code}`)
  const report: Report = JSON.parse(await readFile(file, 'utf8'))
  if (report.finalDisplayedUrl !== url) {
    throw new Error(`${url} led to ${report.finalDisplayedUrl}`)
  }
  return report
}

/** By performance. */
function median(reports: Report[]): Report {
  const sorted = reports.toSorted(
    (a, b) => score(a.categories['performance']) - score(b.categories['performance']),
  )
  const middle = sorted[Math.floor(sorted.length / 2)]
  if (!middle) throw new RangeError('no reports')
  return middle
}

function score(category: { score: number | null } | undefined): number {
  return Math.round((category?.score ?? 0) * 100)
}
