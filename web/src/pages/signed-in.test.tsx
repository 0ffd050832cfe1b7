import { paths } from '@sgid-login/shared'
import { afterEach, expect, test, vi } from 'vitest'
import { openProfile, problem, serveAmy, signedIn, signedOut, userInfo } from '../testing.tsx'

const amy = { 'myinfo.name': 'AMY TAN' }

async function openAmy(more = {}) {
  const requests = serveAmy(amy, {}, more)
  const opened = await openProfile()
  await expect.element(opened.screen.getByText('AMY TAN')).toBeVisible()
  return { requests, ...opened }
}

function visibility(state: DocumentVisibilityState): void {
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue(state)
  document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))
}

const shown = () => document.body.textContent

afterEach(() => vi.restoreAllMocks())

test('the screen is cleared before the server is asked to end the session (P24)', async () => {
  let seen = shown()
  const { screen, went } = await openAmy({
    [paths.logout]: () => {
      seen = shown()
      return new Response(null, { status: 204 })
    },
  })

  await screen.getByRole('button', { name: 'Log out' }).click()
  await expect.poll(() => went).toEqual(['/logged-out'])
  expect(seen).not.toContain('AMY')
})

test.each([
  ['refuses', () => problem(503, 'store_unavailable')],
  ['cannot be reached', () => Promise.reject(new TypeError('Failed to fetch'))],
])('a log-out that the server %s is not called done', async (_name, answer) => {
  const { screen, went } = await openAmy({ [paths.logout]: answer })

  await screen.getByRole('button', { name: 'Log out' }).click()
  await expect.poll(() => went).toEqual(['/logged-out?server=unknown#unknown'])
  expect(shown()).not.toContain('AMY')
})

test('a page that is left takes its details with it, at once (P24)', async () => {
  await openAmy()

  dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))
  expect(shown()).not.toContain('AMY')
  expect(document.documentElement.dataset['locked']).toBe('')
})

test('a page that comes back from the browser’s memory is loaded anew (P24)', async () => {
  const { went } = await openAmy()

  dispatchEvent(new PageTransitionEvent('pageshow', { persisted: false }))
  expect(went).toEqual([])
  dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))
  expect(went).toEqual(['reload'])
})

test('a log-out in one tab clears the others (P24)', async () => {
  const { went } = await openAmy()

  new BroadcastChannel('sgid-login').postMessage('out')
  await expect.poll(() => went).toEqual(['/logged-out#other'])
  expect(shown()).not.toContain('AMY')
})

test.each([
  ['somebody else', () => Response.json({ sub: 'u=bob', data: {}, masked: {} })],
  ['nobody knows whom', () => problem(503, 'store_unavailable')],
])(
  'a login of %s in one tab makes the others load what belongs to it (P15)',
  async (_name, later) => {
    let answer = () => Response.json(userInfo(amy))
    const { went } = await openAmy({ [paths.userInfo]: () => answer() })

    answer = later
    new BroadcastChannel('sgid-login').postMessage('in')
    await expect.poll(() => went).toEqual(['reload'])
    expect(shown()).not.toContain('AMY')
  },
)

test('a second tab of the same person leaves the first as it is, but for the time that is left', async () => {
  const { went, requests } = await openAmy()
  const before = requests.length

  new BroadcastChannel('sgid-login').postMessage('in')
  await expect
    .poll(() => requests.slice(before).sort())
    .toEqual([`GET ${paths.session}`, `GET ${paths.userInfo}`])
  await expect.poll(() => document.documentElement.dataset['locked']).toBe(undefined)
  expect(shown()).toContain('AMY')
  expect(went).toEqual([])
})

test('logging out is told to the other tabs, and so is arriving', async () => {
  const heard: unknown[] = []
  const tab = new BroadcastChannel('sgid-login')
  tab.onmessage = ({ data }) => heard.push(data)

  const { screen } = await openAmy({ [paths.logout]: () => new Response(null, { status: 204 }) })
  await screen.getByRole('button', { name: 'Log out' }).click()
  await expect.poll(() => heard).toEqual(['in', 'out'])
  tab.close()
})

test('a session that has expired ends on the page that says so', async () => {
  const requests = serveAmy(amy, {}, { [paths.userInfo]: () => problem(401, 'session_expired') })
  const { went } = await openProfile()

  await expect.poll(() => went).toEqual(['/session-ended'])
  expect(requests).toContain(`GET ${paths.userInfo}`)
})

test('a session that is over when the page asks again takes the details with it (P24)', async () => {
  let session: unknown = signedIn
  const { went } = await openAmy({ [paths.session]: () => Response.json(session) })

  session = signedOut
  visibility('visible')
  await expect.poll(() => went).toEqual(['/session-ended'])
  expect(shown()).not.toContain('AMY')
})

test('a browser without channels between its tabs shows the details all the same', async () => {
  vi.stubGlobal('BroadcastChannel', undefined)
  Reflect.deleteProperty(globalThis, 'BroadcastChannel')
  const { went } = await openAmy()

  expect(went).toEqual([])
  vi.unstubAllGlobals()
})

test('a page whose storage throws shows the details all the same', async () => {
  const refuse = () => {
    throw new DOMException('denied', 'SecurityError')
  }
  vi.spyOn(window, 'localStorage', 'get').mockImplementation(refuse)
  vi.spyOn(window, 'sessionStorage', 'get').mockImplementation(refuse)
  const { went } = await openAmy()

  expect(went).toEqual([])
})

test('when what had the focus is gone, the heading has it', async () => {
  const { screen } = await openAmy()
  const button = document.createElement('button')
  screen.getByRole('main').element().append(button)

  button.focus()
  button.remove()
  await expect.element(screen.getByRole('heading', { level: 1 })).toHaveFocus()
})

test.each([
  [61, 'hidden'],
  [59, 'visible'],
  // Somebody put the clock back: nobody knows how long it was.
  [-3600, 'hidden'],
])(
  'after %i seconds out of sight the details are %s until the server has answered (P24)',
  async (away, visible) => {
    let answer: (session: Response) => void = () => undefined
    let first = true
    const { screen } = await openAmy({
      [paths.session]: () => {
        if (first) {
          first = false
          return Response.json(signedIn)
        }
        return new Promise<Response>((resolve) => {
          answer = resolve
        })
      },
    })
    const now = Date.now()
    visibility('hidden')
    vi.spyOn(Date, 'now').mockReturnValue(now + away * 1000)

    visibility('visible')
    const name = screen.getByText('AMY TAN')
    await vi.waitFor(() => expect(getComputedStyle(name.element()).visibility).toBe(visible))
    vi.mocked(Date.now).mockRestore()
    answer(Response.json(signedIn))
    await vi.waitFor(() => expect(getComputedStyle(name.element()).visibility).toBe('visible'))
  },
)

test('details stay covered when the server cannot say whether the session goes on', async () => {
  let failing = false
  const { screen } = await openAmy({
    [paths.session]: () => (failing ? problem(403, 'csrf_rejected') : Response.json(signedIn)),
  })
  const now = Date.now()
  visibility('hidden')
  vi.spyOn(Date, 'now').mockReturnValue(now + 61_000)
  failing = true

  visibility('visible')
  await expect
    .element(screen.getByRole('heading', { name: 'We could not check your login' }))
    .toBeVisible()
  expect(getComputedStyle(screen.getByText('AMY TAN').element()).visibility).toBe('hidden')
  failing = false
  await screen.getByRole('button', { name: 'Try again' }).click()
  await expect.element(screen.getByText('AMY TAN')).toBeVisible()
})

test('without a connection the details stay, with the time they came', async () => {
  const { screen } = await openAmy()

  dispatchEvent(new Event('offline'))
  await expect.element(screen.getByText(/You are not connected to the internet/)).toBeVisible()
  await expect.element(screen.getByText(/Details as of \d/)).toBeVisible()
  dispatchEvent(new Event('online'))
  await expect.element(screen.getByText(/You are not connected/)).not.toBeInTheDocument()
  await expect.element(screen.getByText('AMY TAN')).toBeVisible()
})
