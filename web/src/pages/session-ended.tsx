import { Layout } from '../components/layout.tsx'
import { LoginLink } from '../components/login-link.tsx'
import { Main } from '../components/main.tsx'
import { usePageLanguage } from '../i18n/language.tsx'

/** The address's fragment says why, where the page that was left knew. */
export function SessionEnded() {
  const { t } = usePageLanguage()
  return (
    <Layout>
      <Main heading={t('ended.h1')}>
        <p id="idle" className="variant instead">
          {t('ended.idle')}
        </p>
        <p id="absolute" className="variant instead">
          {t('ended.absolute')}
        </p>
        <p className="usual">{t('ended.text')}</p>
        <p>{t('ended.lost')}</p>
        <p className="actions">
          <LoginLink text={t('again')} />
        </p>
        <p>{t('ended.shared')}</p>
      </Main>
    </Layout>
  )
}
