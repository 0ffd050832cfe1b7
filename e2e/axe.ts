import { expect, type Page } from '@playwright/test'
import axe from 'axe-core'

/** WCAG 2.0 to 2.2, levels A and AA, and what axe calls best practice. */
const everything = {
  type: 'tag' as const,
  values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
}
/** The rules whose answer depends on width and colours. The others read the document. */
const rendered = {
  type: 'rule' as const,
  values: ['color-contrast', 'link-in-text-block', 'scrollable-region-focusable', 'target-size'],
}

const looks = [
  { width: 320, colorScheme: 'light', forcedColors: 'none' },
  { width: 1280, colorScheme: 'dark', forcedColors: 'none' },
  { width: 320, colorScheme: 'dark', forcedColors: 'active' },
  { width: 1280, colorScheme: 'light', forcedColors: 'none' },
  { width: 320, colorScheme: 'dark', forcedColors: 'none' },
  { width: 1280, colorScheme: 'light', forcedColors: 'active' },
] as const

/**
 * Nothing that axe finds, and no sideways scrolling: narrow and wide, light, dark and in forced
 * colours. All rules once, those that depend on the looks in each of them.
 *
 * @param pairs of looks: three show each width and each colouring, six every pair of them
 */
export async function expectAccessible(page: Page, what: string, pairs: 3 | 6 = 6): Promise<void> {
  // By the debugger's way in: the policy of the page lets no script in.
  await page.evaluate(axe.source)
  for (const [index, { width, ...media }] of looks.slice(0, pairs).entries()) {
    await page.setViewportSize({ width, height: 800 })
    await page.emulateMedia({ ...media, reducedMotion: 'reduce' })
    const { found, overflow } = await page.evaluate(examine, index === 0 ? everything : rendered)

    const look = `${what} at ${width} px, ${media.colorScheme}, forced ${media.forcedColors}`
    expect(found, look).toEqual([])
    expect(overflow, `${look} scrolls sideways`).toBe(0)
  }
}

/** Runs in the page. */
async function examine(runOnly: { type: 'tag' | 'rule'; values: string[] }) {
  const { axe }: { axe?: typeof import('axe-core') } = window as never
  if (!axe) throw new Error('axe is not in the page')
  const { violations } = await axe.run(document, { runOnly, resultTypes: ['violations'] })
  const { scrollWidth, clientWidth } = document.documentElement
  return {
    found: violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id} ${target} ${failureSummary}`),
    ),
    overflow: scrollWidth - clientWidth,
  }
}

/** What the browser complained of: blocked by the policy, missing, or thrown. */
export function complaints(page: Page): string[] {
  const list: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') list.push(message.text())
  })
  page.on('pageerror', (error) => list.push(error.message))
  return list
}
