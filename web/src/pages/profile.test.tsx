import { paths } from '@sgid-login/shared'
import { afterEach, expect, test, vi } from 'vitest'
import {
  openProfile,
  problem,
  serve,
  serveAmy,
  signedIn,
  signedOut,
  userInfo,
} from '../testing.tsx'

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

test.each([
  ['myinfo.name', 'TAN <b>AH</b> KOW &amp; CO', 'TAN <b>AH</b> KOW &amp; CO'],
  ['myinfo.name', `${'W'.repeat(66)}`, 'W'.repeat(66)],
  ['myinfo.date_of_birth', '1965-08-09', '9 August 1965'],
  ['myinfo.date_of_birth', '1965-08', 'August 1965'],
  ['myinfo.date_of_birth', '1965', '1965'],
  ['myinfo.mobile_number', '87654321', '8765 4321'],
  ['myinfo.mobile_number_with_country_code', '+65 87654321', '+65 8765 4321'],
  ['myinfo.mobile_number_with_country_code', '+44 7700900123', '+44 7700900123'],
  ['myinfo.email', 'amy.tan@mail.example', 'amy.tan@mail.example'],
  ['myinfo.registered_address', 'BLK 51\n\nSINGAPORE 545079', 'BLK 51\nSINGAPORE 545079'],
  ['myinfo.vehicles', '[{"vehicle_number":"SDS1138B"}]', 'Vehicle number\nSDS1138B'],
  ['myinfo.vehicles', '["SDS1138B"]', 'SDS1138B'],
  ['myinfo.vehicles', '[{"vehicle_number":', '[{"vehicle_number":'],
  ['myinfo.vehicles', '{"vehicle_number":"S"}', '{"vehicle_number":"S"}'],
  ['myinfo.vehicles', '[]', 'Not on record'],
  ['pocdex.public_officer_details', '[{"work_email":"NA"}]', 'Work email\nNot on record'],
  ['somebody.new_scope', 'value', 'value'],
  ['myinfo.name', 'NA', 'Not on record'],
  ['myinfo.registered_address', '\n\n', 'Not on record'],
  ['myinfo.registered_address', 'BLK 51\n#01-1\nSINGAPORE 1', 'BLK 51\n#01-1\nSINGAPORE 1'],
  ['myinfo.name', '', 'Not on record'],
  ['myinfo.name', 'TAN \u202eWOK HA\u202c', 'TAN \u202eWOK HA\u202c'],
])('%s %j is shown as %j (5.14 line 9)', async (scope, value, shown) => {
  serveAmy({ [scope]: value })
  const { screen } = await openProfile()

  await expect.element(screen.getByRole('term').first()).toBeVisible()
  const element = document.querySelector('.value')
  // biome-ignore lint/performance/useDomNodeTextContent: what a person reads has lines
  expect(element instanceof HTMLElement && element.innerText.replace(/\n+/g, '\n')).toBe(shown)
})

test('a field that we have no words for goes by its own name', async () => {
  serveAmy({ 'somebody.new_scope': 'value' })
  const { screen } = await openProfile()

  await expect.element(screen.getByRole('term')).toHaveTextContent('somebody.new_scope')
})

test('every value stands where clearing the screen finds it, and is not translated', async () => {
  const values = { 'myinfo.name': 'AMY-1', 'myinfo.email': 'AMY-2', 'myinfo.vehicles': '["AMY-3"]' }
  serveAmy(values, { 'myinfo.nric_number': '•••••AMY-4' })
  const { screen } = await openProfile()
  await expect.element(screen.getByText('AMY-3')).toBeVisible()

  for (const element of document.querySelectorAll('[data-pii]')) {
    expect(element.getAttribute('translate')).toBe('no')
    element.remove()
  }
  expect(document.documentElement.outerHTML).not.toContain('AMY-')
})

test('nothing personal is in the address, the title, the history or the storage (P24)', async () => {
  serveAmy({ 'myinfo.name': 'AMY TAN' })
  const { screen } = await openProfile()
  await expect.element(screen.getByText('AMY TAN')).toBeVisible()

  const elsewhere = [
    location.href,
    document.title,
    history.state,
    { ...localStorage, ...sessionStorage },
  ]
  expect(JSON.stringify(elsewhere)).not.toContain('AMY')
})

test('fields come in the order in which they are asked for', async () => {
  serve({
    [paths.session]: () =>
      Response.json({ ...signedIn, scopes: ['openid', 'myinfo.email', 'myinfo.name'] }),
    [paths.userInfo]: () =>
      Response.json(userInfo({ 'other.x': '1', 'myinfo.name': 'AMY', 'myinfo.email': 'a@b' })),
  })
  const { screen } = await openProfile()

  await expect.element(screen.getByText('AMY')).toBeVisible()
  const terms = screen.getByRole('term').elements()
  expect(terms.map((term) => term.textContent)).toEqual(['Email', 'Name', 'other.x'])
})

test('a field that was asked for and not shared is named once', async () => {
  serve({
    [paths.session]: () =>
      Response.json({ ...signedIn, scopes: ['openid', 'myinfo.email', 'myinfo.name'] }),
    [paths.userInfo]: () => Response.json(userInfo({ 'myinfo.name': 'AMY' })),
  })
  const { screen } = await openProfile()

  await expect.element(screen.getByText('Not shared: Email')).toBeVisible()
})

test('somebody who shared nothing is told so', async () => {
  serveAmy({})
  const { screen } = await openProfile()

  await expect.element(screen.getByText(/without sharing any details/)).toBeVisible()
})

test('details that do not come are asked for once more, then offered to be tried again', async () => {
  let failures = 2
  const requests = serveAmy(
    {},
    {},
    {
      [paths.userInfo]: () =>
        failures-- > 0
          ? problem(500, 'internal')
          : Response.json(userInfo({ 'myinfo.name': 'AMY' })),
    },
  )
  const { screen } = await openProfile()

  const heading = screen.getByRole('heading', { name: 'We could not get your details' })
  await expect.element(heading).toHaveFocus()
  expect(requests.filter((request) => request === `GET ${paths.userInfo}`)).toHaveLength(2)
  await screen.getByRole('button', { name: 'Try again' }).click()
  await expect.element(screen.getByText('AMY')).toBeVisible()
})

test.each([401, 403])('a %i is not asked for again', async (status) => {
  const code = status === 401 ? 'session_required' : 'csrf_rejected'
  const requests = serveAmy({}, {}, { [paths.userInfo]: () => problem(status, code) })
  const { screen } = await openProfile()

  await expect.element(screen.getByRole('heading', { level: status === 401 ? 1 : 2 })).toBeVisible()
  await new Promise((resolve) => setTimeout(resolve, 700))
  expect(requests.filter((request) => request === `GET ${paths.userInfo}`)).toHaveLength(1)
})

test('somebody who is not logged in is offered to, and comes back to this page', async () => {
  serve({
    [paths.session]: () => Response.json(signedOut),
    [paths.userInfo]: () => problem(401, 'session_required'),
  })
  const { screen, went } = await openProfile()

  const link = screen.getByRole('link', { name: 'Log in with Singpass' })
  await expect.element(link).toHaveAttribute('href', '/auth/login?returnTo=%2Fprofile')
  expect(screen.getByRole('button', { name: 'Log out' }).query()).toBe(null)
  expect(went).toEqual([])
})

test('somebody whose browser blocks cookies is told so, and how to allow them', async () => {
  vi.spyOn(navigator, 'cookieEnabled', 'get').mockReturnValue(false)
  serve({
    [paths.session]: () => Response.json(signedOut),
    [paths.userInfo]: () => problem(401, 'session_required'),
  })
  const { screen } = await openProfile()

  await expect
    .element(screen.getByRole('heading', { level: 1 }))
    .toHaveTextContent('Your browser blocks cookies')
  const how = screen.getByRole('link', { name: 'How to allow cookies' })
  await expect.element(how).toHaveAttribute('href', '/help#cookies')
})

test('details that take eight seconds are waited for, with a word', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  serveAmy({}, {}, { [paths.userInfo]: () => new Promise<Response>(() => undefined) })
  await openProfile()
  const slow = 'This is taking longer than usual'
  await vi.waitFor(() => expect(document.querySelector('main')?.ariaBusy).toBe('true'))

  await vi.advanceTimersByTimeAsync(7_000)
  expect(document.body.textContent).not.toContain(slow)
  await vi.advanceTimersByTimeAsync(1_500)
  expect(document.querySelector('main')?.textContent).toContain(slow)
  expect(document.querySelector('#say')?.textContent).toContain(slow)
})

test('details are not shown before the server has said that somebody is logged in (P24)', async () => {
  let admit: (session: Response) => void = () => undefined
  serveAmy(
    { 'myinfo.name': 'AMY' },
    {},
    {
      [paths.session]: () =>
        new Promise<Response>((resolve) => {
          admit = resolve
        }),
    },
  )
  const { screen } = await openProfile()

  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(document.body.textContent).not.toContain('AMY')
  admit(Response.json(signedIn))
  await expect.element(screen.getByText('AMY')).toBeVisible()
})

test('a session that cannot be checked is not taken for one that has ended', async () => {
  serveAmy(
    { 'myinfo.name': 'AMY' },
    {},
    { [paths.session]: () => problem(503, 'store_unavailable') },
  )
  const { screen, went } = await openProfile()

  await expect
    .element(screen.getByRole('heading', { name: 'We could not check your login' }))
    .toBeVisible()
  expect(went).toEqual([])
})
