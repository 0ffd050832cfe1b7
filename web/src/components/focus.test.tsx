import { expect, test } from 'vitest'
import { openProfile, serveAmy } from '../testing.tsx'

test('the page that opens first leaves the focus where the browser has it (5.14 line 4)', async () => {
  serveAmy({ 'myinfo.name': 'AMY' })
  const { screen } = await openProfile()
  await expect.element(screen.getByText('AMY')).toBeVisible()

  expect(document.activeElement).toBe(document.body)
})

test('a page that follows another in the app has the focus on its heading, and its title (5.14 line 4)', async () => {
  serveAmy({ 'myinfo.name': 'AMY' })
  const { screen } = await openProfile('/next')
  expect(document.activeElement).toBe(document.body)
  await screen.getByRole('link', { name: 'Back to the profile' }).click()

  await expect.element(screen.getByRole('heading', { level: 1 })).toHaveFocus()
  await expect.poll(() => document.title).toMatch(/^Your details – /)
})
