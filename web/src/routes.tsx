import { pages } from '@sgid-login/shared'
import { lazy } from 'react'
import { Route, Routes } from 'react-router'

const SignedIn = lazy(async () => ({ default: (await import('./pages/signed-in.tsx')).SignedIn }))
const Profile = lazy(async () => ({ default: (await import('./pages/profile.tsx')).Profile }))
const Apply = lazy(async () => ({ default: (await import('./pages/apply.tsx')).Apply }))

/** Pages for a signed-in person. Another one is one more line inside `SignedIn`, and one in `signedIn` of `shared`. */
export function AppRoutes() {
  return (
    <Routes>
      <Route element={<SignedIn />}>
        <Route path={pages.profile} element={<Profile />} />
        <Route path={pages.apply} element={<Apply />} />
      </Route>
    </Routes>
  )
}
