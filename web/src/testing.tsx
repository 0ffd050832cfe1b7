import { headers, pages, paths, type Session, type UserInfo } from '@sgid-login/shared'
import { Link, MemoryRouter, Route, Routes } from 'react-router'
import { onTestFinished, vi } from 'vitest'
import { render } from 'vitest-browser-react'
import { Main } from './components/main.tsx'
import { en } from './i18n/en.ts'
import { LanguageProvider } from './i18n/language.tsx'
import { Profile } from './pages/profile.tsx'
import { SignedIn } from './pages/signed-in.tsx'
import './styles.css'

type Answer = (request: Request) => Response | Promise<Response>

export const signedIn: Session = {
  authenticated: true,
  scopes: ['openid'],
  expiresIn: 14400,
  idleExpiresIn: 900,
}
export const signedOut: Session = { authenticated: false, scopes: [] }

export function userInfo(data: Record<string, string>, masked = {}): UserInfo {
  return { sub: 'u=amy', data, masked }
}

export function problem(status: number, code: string): Response {
  const body = { title: code, status, code, ref: 'r-1' }
  return Response.json(body, { status, headers: { 'Content-Type': 'application/problem+json' } })
}

/**
 * A BFF at the edge of the page: answers by path, and repeats the echo tag as the real one does.
 *
 * @returns the requests so far, as method and path
 */
export function serve(answers: Record<string, Answer>): string[] {
  const requests: string[] = []
  vi.stubGlobal('fetch', async (path: string, init?: RequestInit) => {
    const request = new Request(new URL(path, location.href), init)
    const { pathname, search } = new URL(request.url)
    requests.push(`${request.method} ${pathname}${search}`)
    const answer = await answers[pathname]?.(request)
    if (answer === undefined) throw new TypeError(`nobody answers ${pathname}`)
    answer.headers.set(headers.echo, request.headers.get(headers.echo) ?? '')
    return answer
  })
  onTestFinished(() => {
    vi.unstubAllGlobals()
    delete document.documentElement.dataset['locked']
  })
  return requests
}

/** A BFF at which Amy is signed in and shares these values. */
export function serveAmy(data: Record<string, string>, masked = {}, more = {}): string[] {
  return serve({
    [paths.session]: () =>
      Response.json({ ...signedIn, scopes: ['openid', ...Object.keys({ ...data, ...masked })] }),
    [paths.userInfo]: () => Response.json(userInfo(data, masked)),
    ...more,
  })
}

/** Another page of the app, as an agency may add one. */
function Next() {
  return (
    <Main heading="Next page">
      <Link to={pages.profile}>Back to the profile</Link>
    </Main>
  )
}

/** Opens the profile as a browser would, and notes where it goes instead of going there. */
export async function openProfile(at: string = pages.profile) {
  const went: string[] = []
  const place = {
    replace: (url: string | URL) => void went.push(String(url)),
    reload: () => void went.push('reload'),
  }
  const screen = await render(
    <LanguageProvider prefix="" texts={en}>
      <MemoryRouter initialEntries={[at]}>
        <Routes>
          <Route element={<SignedIn place={place} />}>
            <Route path={pages.profile} element={<Profile />} />
            <Route path="/next" element={<Next />} />
          </Route>
        </Routes>
      </MemoryRouter>
    </LanguageProvider>,
  )
  return { screen, went }
}
