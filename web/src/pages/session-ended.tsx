import { Layout } from '../components/layout.tsx'
import { LoginLink } from '../components/login-link.tsx'
import { Main } from '../components/main.tsx'
import { usePageLanguage } from '../i18n/language.tsx'

export function SessionEnded() {
  const { t } = usePageLanguage()
  return (
    <Layout>
      <Main heading={t('ended.h1')}>
        <p>{t('ended.text')}</p>
        <p>{t('ended.lost')}</p>
        <p className="actions">
          <LoginLink text={t('ended.again')} />
        </p>
        <p>{t('ended.shared')}</p>
      </Main>
    </Layout>
  )
}
