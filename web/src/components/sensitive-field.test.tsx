import { paths } from '@sgid-login/shared'
import { afterEach, expect, test, vi } from 'vitest'
import { openProfile, problem, serveAmy, userInfo } from '../testing.tsx'

const masked = { 'myinfo.nric_number': '•••••567A' }

function serveNric(reveal = () => Response.json(userInfo({ 'myinfo.nric_number': 'S1234567A' }))) {
  return serveAmy({}, masked, {
    [paths.userInfo]: ({ url }: Request) =>
      new URL(url).search === '' ? Response.json(userInfo({}, masked)) : reveal(),
  })
}

afterEach(() => vi.useRealTimers())

test('an NRIC is asked for when the person wants to see it, and hidden when they do not', async () => {
  const requests = serveNric()
  const { screen } = await openProfile()
  const value = screen.getByText('S1234567A')
  await expect.element(screen.getByText('•••••567A')).toBeVisible()
  expect(requests).not.toContain(`GET ${paths.userInfo}?reveal=myinfo.nric_number`)

  await screen.getByRole('button', { name: 'Show NRIC' }).click()
  await expect.element(value).toBeVisible()
  expect(requests).toContain(`GET ${paths.userInfo}?reveal=myinfo.nric_number`)
  const hide = screen.getByRole('button', { name: 'Hide NRIC' })
  await expect.element(hide).toHaveFocus()

  await hide.click()
  await expect.element(value).not.toBeInTheDocument()
})

test('a listener hears the end of a hidden NRIC and not the dots', async () => {
  serveNric()
  const { screen } = await openProfile()

  const words = screen.getByText('NRIC ending in 567A, the rest is hidden')
  await expect.element(words).toBeInTheDocument()
  await expect.element(screen.getByText('•••••567A')).toHaveAttribute('aria-hidden', 'true')
})

test('an NRIC can be copied while it is shown and at no other time', async () => {
  serveNric()
  const { screen } = await openProfile()
  const copy = screen.getByRole('button', { name: 'Copy NRIC or FIN' })

  const show = screen.getByRole('button', { name: 'Show NRIC' })
  await expect.element(show).toBeVisible()
  expect(copy.query()).toBe(null)
  await show.click()
  await expect.element(copy).toBeVisible()
})

test('a shown NRIC is hidden again after 30 seconds', async () => {
  serveNric()
  const { screen } = await openProfile()
  await screen.getByRole('button', { name: 'Show NRIC' }).click()
  await expect.element(screen.getByText('S1234567A')).toBeVisible()
  await screen.getByRole('button', { name: 'Hide NRIC' }).click()

  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  document.querySelector<HTMLElement>('.tools button')?.click()
  await vi.waitFor(() => expect(document.body.textContent).toContain('S1234567A'))
  await vi.advanceTimersByTimeAsync(29_000)
  expect(document.body.textContent).toContain('S1234567A')
  await vi.advanceTimersByTimeAsync(1_500)
  expect(document.body.textContent).not.toContain('S1234567A')
})

test.each([
  ['the window loses the focus', () => dispatchEvent(new Event('blur'))],
  ['the tab goes out of sight', () => document.dispatchEvent(new Event('visibilitychange'))],
])('a shown NRIC is hidden again when %s', async (_name, leave) => {
  serveNric()
  const { screen } = await openProfile()
  await screen.getByRole('button', { name: 'Show NRIC' }).click()
  await expect.element(screen.getByText('S1234567A')).toBeVisible()

  leave()
  await expect.element(screen.getByText('S1234567A')).not.toBeInTheDocument()
})

test('an NRIC that cannot be shown stays hidden, and the page says so', async () => {
  serveNric(() => problem(403, 'csrf_rejected'))
  const { screen } = await openProfile()
  await screen.getByRole('button', { name: 'Show NRIC' }).click()

  await expect.element(screen.getByText('We could not show it. Try again.').first()).toBeVisible()
  await expect.element(screen.getByRole('button', { name: 'Show NRIC' })).toBeVisible()
})

test('an NRIC of which there is no record cannot be shown', async () => {
  serveAmy({}, { 'myinfo.nric_number': 'NA' })
  const { screen } = await openProfile()

  await expect.element(screen.getByText('Not on record')).toBeVisible()
  expect(screen.getByRole('button', { name: 'Show NRIC' }).query()).toBe(null)
})
