import { headers, paths } from '@sgid-login/shared'
import { onlineManager, QueryClient, QueryClientProvider, useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { afterEach, expect, test, vi } from 'vitest'
import { render } from 'vitest-browser-react'
import { RequireSession, request, SgidLoginProvider, useSession, useUserInfo } from './index.ts'
import { problem, serve, serveAmy, signedIn, signedOut, userInfo } from './testing.ts'

/** The state of a hook, in words. */
function words(hook: ReturnType<typeof useSession> | ReturnType<typeof useUserInfo>): string {
  return hook.state === 'failed' ? `failed: ${hook.why}` : hook.state
}
const SessionState = () => <p>session {words(useSession())}</p>
const UserInfoState = () => <p>user info {words(useUserInfo())}</p>

function Name() {
  const me = useUserInfo()
  return <p>{me.state === 'ready' && me.data['myinfo.name']}</p>
}

const isNothing = (body: unknown): body is undefined => body === undefined

function Form() {
  const { mutate, isError } = useMutation({
    mutationFn: () => request('/api/form', isNothing, { method: 'POST', body: {} }),
  })
  return (
    <button type="button" onClick={() => mutate()}>
      {isError ? 'Not sent' : 'Send'}
    </button>
  )
}

/** An app of somebody else: its own router, its own `QueryClient` with defaults of its own. */
async function open(page: ReactNode) {
  const went: string[] = []
  const place = {
    replace: (url: string | URL) => void went.push(String(url)),
    reload: () => void went.push('reload'),
  }
  const eager = { retry: 5, retryDelay: 1, refetchOnMount: 'always', refetchInterval: 100 } as const
  const queryClient = new QueryClient({ defaultOptions: { queries: eager } })
  const screen = await render(
    <QueryClientProvider client={queryClient}>
      <SgidLoginProvider place={place}>{page}</SgidLoginProvider>
    </QueryClientProvider>,
  )
  return { screen, went, queryClient }
}

afterEach(() => {
  onlineManager.setOnline(true)
  vi.restoreAllMocks()
})

const alive = () => Response.json(signedIn)
const foreign = (body: unknown) => () =>
  Response.json(body, { headers: { [headers.echo]: 'f'.repeat(32) } })
const nobody = () => Promise.reject(new TypeError('Failed to fetch'))
const web = () => new Response('<h1>Bad gateway</h1>', { status: 502 })

test.each([
  ['no session, a forged one or one that is over', 'signed-out', () => Response.json(signedOut)],
  ['a session', 'signed-in', alive],
  ['a store that is down', 'failed: unavailable', () => problem(503, 'store_unavailable')],
  ['a proxy without a service', 'failed: unavailable', web],
  ['nobody', 'failed: unreachable', nobody],
  ['a cache', 'failed: foreign', foreign(signedIn)],
  ['something else', 'failed: unreadable', () => Response.json({ hello: 1 })],
  ['a limit', 'failed: refused', () => problem(429, 'rate_limited')],
])('asked for the session, %s makes it %s', async (_name, state, answer) => {
  serve({ [paths.session]: answer })
  const { screen } = await open(<SessionState />)

  await expect.element(screen.getByText(`session ${state}`)).toBeVisible()
})

test.each([
  ['no session, or a forged one', 'signed-out', () => problem(401, 'session_required')],
  ['a session', 'ready', () => Response.json(userInfo({}))],
  ['a store that is down', 'failed: unavailable', () => problem(503, 'store_unavailable')],
  ['nobody', 'failed: unreachable', nobody],
  ['a cache', 'failed: foreign', foreign(userInfo({ 'myinfo.name': 'BOB' }))],
  ['something else', 'failed: unreadable', () => Response.json({ sub: 1 })],
  ['a refusal', 'failed: refused', () => problem(403, 'csrf_rejected')],
])('asked for user info, %s makes it %s', async (_name, state, answer) => {
  serve({ [paths.session]: alive, [paths.userInfo]: answer })
  const { screen } = await open(<UserInfoState />)

  await expect.element(screen.getByText(`user info ${state}`)).toBeVisible()
})

test('a session that has expired clears the screen and leaves, to the same place', async () => {
  serve({ [paths.session]: alive, [paths.userInfo]: () => problem(401, 'session_expired') })
  const { screen, went } = await open(<UserInfoState />)

  await expect.poll(() => went).toContain(location.pathname + location.search)
  expect(screen.getByText('user info').query()).toBe(null)
})

test('without a connection the hooks say so, and go on by themselves when there is one', async () => {
  serveAmy({})
  onlineManager.setOnline(false)
  const { screen } = await open([<SessionState key={1} />, <UserInfoState key={2} />])
  await expect.element(screen.getByText('session failed: offline')).toBeVisible()
  await expect.element(screen.getByText('user info failed: offline')).toBeVisible()

  onlineManager.setOnline(true)
  await expect.element(screen.getByText('session signed-in')).toBeVisible()
  await expect.element(screen.getByText('user info ready')).toBeVisible()
})

test('somebody who was signed in stays so while the store is down', async () => {
  let down = false
  const requests = serve({
    [paths.session]: () => (down ? problem(503, 'store_unavailable') : alive()),
  })
  const { screen, went, queryClient } = await open(<SessionState />)
  await expect.element(screen.getByText('session signed-in')).toBeVisible()

  down = true
  await queryClient.invalidateQueries()
  expect(requests).toHaveLength(3)
  await expect.element(screen.getByText('session signed-in')).toBeVisible()
  expect(went).toEqual([])
})

test('twenty parts of a page that is signed out ask once, whatever the app’s defaults are', async () => {
  const requests = serve({
    [paths.session]: () => Response.json(signedOut),
    [paths.userInfo]: () => problem(401, 'session_required'),
  })
  const parts = [...'abcdefghijklmnopqrst'].map((name) => (
    <div key={name}>
      <SessionState />
      <UserInfoState />
    </div>
  ))
  const { screen } = await open(parts)

  await expect.element(screen.getByText('user info signed-out').first()).toBeVisible()
  await new Promise((resolve) => setTimeout(resolve, 700))
  expect(requests.sort()).toEqual([`GET ${paths.session}`, `GET ${paths.userInfo}`])
})

test('a page that comes back into sight asks whether the session goes on, and does not extend it', async () => {
  const requests = serveAmy({})
  const { screen } = await open([<SessionState key={1} />, <UserInfoState key={2} />])
  await expect.element(screen.getByText('user info ready')).toBeVisible()
  const before = requests.length

  document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))
  await expect.poll(() => requests.slice(before)).toEqual([`GET ${paths.session}`])
})

test('a log-out in another tab clears all that is on screen, marked or not (P24)', async () => {
  serveAmy({ 'myinfo.name': 'AMY' })
  const { screen, went, queryClient } = await open(<Name />)
  await expect.element(screen.getByText('AMY')).toBeVisible()

  const tab = new BroadcastChannel('sgid-login')
  tab.postMessage('out')
  await expect.poll(() => went).toEqual(['/'])
  expect(document.body.textContent).not.toContain('AMY')
  expect(queryClient.getQueryCache().getAll()).toEqual([])
  tab.close()
})

test('a page that is left is empty before the browser keeps it, marked or not (P24)', async () => {
  serveAmy({})
  const { screen } = await open(<SessionState />)
  await expect.element(screen.getByText('session signed-in')).toBeVisible()

  dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))
  // The browser goes on when the tasks that were begun have ended, and no other is begun.
  await Promise.resolve()
  expect(document.body.textContent).not.toContain('session')
})

test.each(['session_expired', 'session_required'])(
  'a %s that a mutation of the app meets ends the page (P24)',
  async (code) => {
    serveAmy({}, {}, { '/api/form': () => problem(401, code) })
    const { screen, went } = await open(
      <RequireSession>
        <Form />
      </RequireSession>,
    )

    await screen.getByRole('button', { name: 'Send' }).click()
    await expect.poll(() => new Set(went).size).toBe(1)
  },
)

test('a store that is down when a form is sent ends nothing', async () => {
  serveAmy({}, {}, { '/api/form': () => problem(503, 'store_unavailable') })
  const { screen, went } = await open(
    <RequireSession>
      <Form />
    </RequireSession>,
  )

  await screen.getByRole('button', { name: 'Send' }).click()
  await expect.element(screen.getByText('Not sent')).toBeVisible()
  expect(went).toEqual([])
})

test('somebody who is signed out is offered a link to log in, without a word of the app', async () => {
  serve({ [paths.session]: () => Response.json(signedOut) })
  const { screen } = await open(<RequireSession>secret</RequireSession>)

  const link = screen.getByRole('link', { name: 'Log in with Singpass' })
  await expect
    .element(link)
    .toHaveAttribute('href', expect.stringMatching(/^\/auth\/login\?returnTo=/))
  expect(document.body.textContent).not.toContain('secret')
})

test('a session that cannot be checked can be tried again, without a word of the app', async () => {
  let down = true
  serve({ [paths.session]: () => (down ? problem(503, 'store_unavailable') : alive()) })
  const { screen } = await open(<RequireSession>details</RequireSession>)
  await expect.element(screen.getByText('We could not check your login.')).toBeVisible()

  down = false
  await screen.getByRole('button', { name: 'Try again' }).click()
  await expect.element(screen.getByText('details')).toBeVisible()
})

test('before the idle end the page asks in English, and what is only read out is not seen', async () => {
  serve({
    [paths.session]: () => Response.json({ ...signedIn, idleExpiresIn: 100 }),
    [paths.extend]: alive,
  })
  const { screen } = await open(<RequireSession>details</RequireSession>)
  const dialog = screen.getByRole('alertdialog', { name: 'Do you want to stay logged in?' })
  await expect.element(dialog).toHaveAccessibleDescription(/log you out in 2 minutes/)
  const heard = dialog.getByRole('alert')
  await expect.poll(() => heard.element().textContent).toMatch(/2 minutes/)
  expect(getComputedStyle(heard.element()).clipPath).toBe('inset(50%)')

  await screen.getByRole('button', { name: 'Stay logged in' }).click()
  await expect.element(dialog).not.toBeInTheDocument()
  await expect.element(screen.getByText('details')).toBeVisible()
})

test('a page without the dialog is cleared at the end all the same (P24)', async () => {
  serve({ [paths.session]: () => Response.json({ ...signedIn, idleExpiresIn: 1 }) })
  const { went } = await open(<RequireSession dialog={null}>details</RequireSession>)

  await expect.poll(() => went, { timeout: 5_000 }).not.toEqual([])
  expect(document.body.textContent).not.toContain('details')
})

test('a hook outside the provider says what is missing', async () => {
  const complain = vi.spyOn(console, 'error').mockReturnValue()
  const outside = render(
    <QueryClientProvider client={new QueryClient()}>
      <UserInfoState />
    </QueryClientProvider>,
  )

  await expect(outside).rejects.toThrow('used outside <SgidLoginProvider>')
  complain.mockRestore()
})
