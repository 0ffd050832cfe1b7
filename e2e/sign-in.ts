import { expect, type Page } from '@playwright/test'

interface Choice {
  /** The simulator's id of the person. */
  persona?: string
  allow?: boolean
}

/** On the landing page: goes to sgID, chooses as a person does, and comes back. */
export async function signIn(page: Page, choice: Choice = {}): Promise<void> {
  await page.getByRole('link', { name: 'Log in with Singpass' }).click()
  await answer(page, choice)
}

/** On the simulator's page: chooses who they are and whether to share. */
export async function answer(page: Page, { persona = 'plain', allow = true }: Choice = {}) {
  await page.locator(`input[value="${persona}"]`).check()
  await page.getByRole('button', { name: allow ? 'Allow' : 'Deny' }).click()
}

/** The details on the page, by label, once they are there. Lines of a value end in a newline. */
export async function details(page: Page): Promise<Record<string, string>> {
  const rows = page.locator('dl.data > div')
  await expect(rows.first()).toBeVisible()
  const all: Record<string, string> = {}
  for (const row of await rows.all()) {
    all[await row.locator('dt').first().innerText()] = await row.locator('dd.value').innerText()
  }
  return all
}
