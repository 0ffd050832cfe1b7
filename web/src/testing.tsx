import { pages } from '@sgid-login/shared'
import { type ReactNode, Suspense } from 'react'
import { Link, MemoryRouter, Route, Routes } from 'react-router'
import { render } from 'vitest-browser-react'
import { Main } from './components/main.tsx'
import { en } from './i18n/en.ts'
import { LanguageProvider } from './i18n/language.tsx'
import { Profile } from './pages/profile.tsx'
import { SignedIn } from './pages/signed-in.tsx'
import './styles.css'

export {
  problem,
  serve,
  serveAmy,
  signedIn,
  signedOut,
  userInfo,
} from '@sgid-login/hooks/testing'

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
  return open(
    at,
    <>
      <Route path={pages.profile} element={<Profile />} />
      <Route path="/next" element={<Next />} />
    </>,
  )
}

/** The same with a page of a test's own, at any address. */
export async function openPage(page: ReactNode) {
  return open('/', <Route path="*" element={page} />)
}

async function open(at: string, routes: ReactNode) {
  const went: string[] = []
  const place = {
    replace: (url: string | URL) => void went.push(String(url)),
    reload: () => void went.push('reload'),
  }
  const screen = await render(
    <LanguageProvider prefix="" texts={en}>
      <MemoryRouter initialEntries={[at]}>
        <Suspense>
          <Routes>
            <Route element={<SignedIn place={place} />}>{routes}</Route>
          </Routes>
        </Suspense>
      </MemoryRouter>
    </LanguageProvider>,
  )
  return { screen, went }
}
