import { type Ending, SgidLoginProvider } from '@sgid-login/hooks'
import { pages } from '@sgid-login/shared'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { useState } from 'react'
import { Outlet, useLocation } from 'react-router'
import { useFocus } from '../components/focus.ts'
import { Layout } from '../components/layout.tsx'
import { LogOut } from '../components/log-out.tsx'
import { Main } from '../components/main.tsx'
import { useLanguage } from '../i18n/language.tsx'
import { loginPurpose } from '../login-purpose.ts'

type Props = { place?: Pick<Location, 'replace' | 'reload'> }

/** What all pages for a signed-in person share: one cache of server state, and one way out. */
export function SignedIn({ place = globalThis.location }: Props) {
  const [queryClient] = useState(() => new QueryClient())
  const after = useAfter()
  return (
    <QueryClientProvider client={queryClient}>
      <SgidLoginProvider after={after} leaving={<Leaving />} place={place}>
        <Screen />
      </SgidLoginProvider>
    </QueryClientProvider>
  )
}

function Screen() {
  useFocus()
  return (
    <Layout actions={<LogOut />}>
      <Outlet />
    </Layout>
  )
}

function Leaving() {
  const { t } = useLanguage()
  return (
    <Layout>
      <Main heading={t('out.leaving')} busy>
        {null}
      </Main>
    </Layout>
  )
}

/** The pages that say how it ended. Their addresses carry what they cannot know: they have no script. */
function useAfter(): (ending: Ending) => string {
  const { href } = useLanguage()
  const { pathname, search } = useLocation()
  const returnTo = href(pathname + search)
  const purpose = loginPurpose(pathname)
  const query = new URLSearchParams({ returnTo, ...(purpose && { purpose }) })
  const back = returnTo === href(pages.profile) ? '' : `?${query}`
  return (ending) => {
    switch (ending.why) {
      case 'logged-out':
        return href(pages.loggedOut) + (ending.confirmed ? '' : '?server=unknown#unknown')
      case 'logged-out-elsewhere':
        return `${href(pages.loggedOut)}#other`
      case 'expired':
        return href(pages.sessionEnded) + back + (ending.limit ? `#${ending.limit}` : '')
    }
  }
}
