import type { Page } from '@playwright/test'

/** A person without a mouse. */
export function createKeyboard(page: Page) {
  /** What a screen reader would read out; a field without a label of its own has its id. */
  const focused = () =>
    page.evaluate(() => {
      const { activeElement: element } = document
      return element?.getAttribute('aria-label') ?? (element?.textContent?.trim() || element?.id)
    })

  return {
    focused,

    /** Tab by tab, to what a person would read out. */
    async tabTo(name: string, key = 'Tab'): Promise<void> {
      for (let step = 0; step < 60; step += 1) {
        await page.keyboard.press(key)
        if ((await focused()) === name) return
      }
      throw new Error(`no ${name} by ${key}`)
    },
  }
}
