import { pages } from '@sgid-login/shared'
import { Suspense } from 'react'
import { ErrorBoundary } from './components/error-boundary.tsx'
import { Layout } from './components/layout.tsx'
import { Main } from './components/main.tsx'
import { useLanguage } from './i18n/language.tsx'
import { AppRoutes } from './routes.tsx'

/** The part of the site that has script: the signed-in pages. */
export function App() {
  return (
    <ErrorBoundary fallback={<Broken />}>
      <Suspense>
        <AppRoutes />
      </Suspense>
    </ErrorBoundary>
  )
}

function Broken() {
  const { t, href } = useLanguage()
  return (
    <Layout>
      <Main heading={t('err.internal.h1')}>
        <p className="lead">{t('err.internal.lost')}</p>
        <p className="actions">
          <a className="button" href={href(pages.profile)}>
            {t('retry')}
          </a>
        </p>
      </Main>
    </Layout>
  )
}
