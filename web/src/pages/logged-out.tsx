import { Layout } from '../components/layout.tsx'
import { LoginLink } from '../components/login-link.tsx'
import { Main } from '../components/main.tsx'
import { usePageLanguage } from '../i18n/language.tsx'

/** The address's fragment says how it came about: the page has no script that could tell. */
export function LoggedOut() {
  const { t } = usePageLanguage()
  return (
    <Layout>
      <Main heading={t('out.h1')}>
        <p id="unknown" className="notice variant instead">
          {t('out.unknown')}
        </p>
        <p id="other" className="notice variant">
          {t('out.other')}
        </p>
        <p className="usual">{t('out.text')}</p>
        <p>{t('out.app')}</p>
        <p className="actions">
          <LoginLink text={t('again')} />
        </p>
      </Main>
    </Layout>
  )
}
