import { paths } from '@sgid-login/shared'
import { afterEach, expect, test, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import { openProfile, problem, serveAmy, signedIn } from '../testing.tsx'

const session = (idleExpiresIn: number, expiresIn = 14_400) => ({
  ...signedIn,
  idleExpiresIn,
  expiresIn,
})
const answer = (idleExpiresIn: number, expiresIn?: number) => () =>
  Response.json(session(idleExpiresIn, expiresIn))

async function openAmy(more: Parameters<typeof serveAmy>[2]) {
  const requests = serveAmy({ 'myinfo.name': 'AMY TAN' }, {}, more)
  const { screen, went } = await openProfile()
  const dialog = screen.getByRole('alertdialog', { name: 'Do you want to stay logged in?' })
  const stay = screen.getByRole('button', { name: 'Stay logged in' })
  return { requests, screen, went, dialog, stay }
}

/** Lets the clock that nobody can set run ahead. */
function pass(seconds: number): void {
  const now = performance.now.bind(performance)
  vi.spyOn(performance, 'now').mockImplementation(() => now() + seconds * 1000)
}

afterEach(() => vi.restoreAllMocks())

test('two minutes before the end the page asks, the focus is on staying, and it is heard', async () => {
  const { screen, dialog, stay } = await openAmy({ [paths.session]: answer(119) })

  await expect.element(dialog).toBeVisible()
  await expect.element(stay).toHaveFocus()
  const sentence = /we will log you out in 2 minutes/
  await expect.element(dialog).toHaveAccessibleDescription(sentence)
  // A region outside the dialog would not be heard while it is open.
  const heard = () => dialog.element().querySelector('[role=alert]')?.textContent
  await expect.poll(heard).toMatch(sentence)
  await expect.element(screen.getByText('AMY TAN')).toBeVisible()
})

test('with more than two minutes left nothing is asked', async () => {
  const { screen, dialog } = await openAmy({ [paths.session]: answer(200) })

  await expect.element(screen.getByText('AMY TAN')).toBeVisible()
  expect(dialog.query()).toBe(null)
})

test.each([
  ['the button', () => userEvent.keyboard('{Enter}')],
  ['Escape', () => userEvent.keyboard('{Escape}')],
])(
  'staying by %s asks for more time, tells the other tabs and gives the focus back',
  async (_name, press) => {
    const heard: unknown[] = []
    const tab = new BroadcastChannel('sgid-login')
    tab.onmessage = ({ data }) => heard.push(data)
    let left = 121
    const { requests, screen, dialog, stay } = await openAmy({
      [paths.session]: () => Response.json(session(left)),
      [paths.extend]: answer(900),
    })
    const before = screen.getByRole('button', { name: 'Copy Name' })
    await expect.element(before).toBeVisible()
    before.element().focus()
    await expect.element(stay).toHaveFocus()

    left = 900
    await press()
    await expect.element(dialog).not.toBeInTheDocument()
    expect(requests).toContain(`POST ${paths.extend}`)
    await expect.element(before).toHaveFocus()
    await expect.element(screen.getByRole('status')).toHaveTextContent('You are still logged in')
    await expect.poll(() => heard).toContain('extended')
    tab.close()
  },
)

test('an answer in one tab closes the dialog in the others', async () => {
  let left = 100
  const { dialog } = await openAmy({ [paths.session]: () => Response.json(session(left)) })
  await expect.element(dialog).toBeVisible()

  left = 900
  const tab = new BroadcastChannel('sgid-login')
  tab.postMessage('extended')
  await expect.element(dialog).not.toBeInTheDocument()
  tab.close()
})

test('when nobody answers the dialog stays and says so, and at the end the screen is cleared all the same', async () => {
  const { screen, dialog, went, stay } = await openAmy({
    [paths.session]: answer(60),
    [paths.extend]: () => Promise.reject(new TypeError('Failed to fetch')),
  })
  await stay.click()
  await expect.element(screen.getByText(/We cannot reach the server/).first()).toBeVisible()
  await expect.element(dialog).toBeVisible()

  pass(60)
  await expect.poll(() => went, { timeout: 5_000 }).toEqual(['/session-ended#idle'])
  expect(document.body.textContent).not.toContain('AMY')
})

test('a session that is over when the person wants to stay takes the details with it', async () => {
  const { stay, went } = await openAmy({
    [paths.session]: answer(60),
    [paths.extend]: () => problem(401, 'session_expired'),
  })
  await stay.click()

  await expect.poll(() => went).toEqual(['/session-ended'])
  expect(document.body.textContent).not.toContain('AMY')
})

test('before the longest time is over the page says so and asks nothing, for nothing can be extended', async () => {
  const { screen, dialog, went } = await openAmy({ [paths.session]: answer(90, 90) })

  await expect.element(screen.getByText(/the longest time we allow/)).toBeVisible()
  expect(dialog.query()).toBe(null)
  pass(91)
  await expect.poll(() => went, { timeout: 5_000 }).toEqual(['/session-ended#absolute'])
})

test('the countdown does not follow the clock of the device (5.14 line 7)', async () => {
  const { screen, dialog, went } = await openAmy({ [paths.session]: answer(119) })
  await expect.element(dialog).toBeVisible()

  const now = Date.now
  for (const day of [86_400_000, -86_400_000]) {
    vi.spyOn(Date, 'now').mockImplementation(() => now() + day)
    await new Promise((resolve) => setTimeout(resolve, 1_200))
    await expect.element(screen.getByText(/log you out in 2 minutes/).first()).toBeInTheDocument()
    expect(went).toEqual([])
  }
})

test('the last minute is counted in seconds', async () => {
  const { screen, dialog } = await openAmy({ [paths.session]: answer(119) })
  await expect.element(dialog).toBeVisible()

  pass(90)
  await expect.element(screen.getByText(/log you out in \d\d seconds/).first()).toBeInTheDocument()
})

test('a tab out of sight says in its title how long is left, covers the details, and forgets both', async () => {
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden')
  const { dialog, stay } = await openAmy({
    [paths.session]: answer(119),
    [paths.extend]: answer(900),
  })
  await expect.poll(() => document.title).toBe('2 minutes left – Demo Service')
  expect(document.documentElement.dataset['locked']).toBe('')

  vi.restoreAllMocks()
  await stay.click()
  await expect.element(dialog).not.toBeInTheDocument()
  expect(document.title).toBe('Your details – Demo Service')
  expect(document.documentElement.dataset['locked']).toBeUndefined()
})

test('whoever wants to leave logs out from the dialog', async () => {
  const { screen, dialog, requests, went } = await openAmy({
    [paths.session]: answer(100),
    [paths.logout]: () => new Response(null, { status: 204 }),
  })
  await expect.element(dialog).toBeVisible()
  await screen.getByRole('button', { name: 'Log out now' }).click()

  await expect.poll(() => went).toEqual(['/logged-out'])
  expect(requests).toContain(`POST ${paths.logout}`)
})
