import { QueryClientProvider } from '@tanstack/react-query'
import { useState } from 'react'
import { Outlet } from 'react-router'
import { DepartureProvider, useDeparture } from '../api/departure.tsx'
import { createQueryClient } from '../api/query-client.ts'
import { useFocus } from '../components/focus.ts'
import { Layout } from '../components/layout.tsx'
import { LogOut } from '../components/log-out.tsx'
import { Main } from '../components/main.tsx'
import { useLanguage } from '../i18n/language.tsx'

type Props = { place?: Pick<Location, 'replace' | 'reload'> }

/** What all pages for a signed-in person share: one cache of server state, and one way out. */
export function SignedIn({ place = globalThis.location }: Props) {
  const [queryClient] = useState(createQueryClient)
  return (
    <QueryClientProvider client={queryClient}>
      <DepartureProvider place={place}>
        <Screen />
      </DepartureProvider>
    </QueryClientProvider>
  )
}

function Screen() {
  const { t } = useLanguage()
  const { wiped } = useDeparture()
  useFocus()
  if (!wiped) {
    return (
      <Layout actions={<LogOut />}>
        <Outlet />
      </Layout>
    )
  }
  return (
    <Layout>
      <Main heading={t('out.leaving')} busy>
        {null}
      </Main>
    </Layout>
  )
}
