import { paths } from '@sgid-login/shared'
import { Contact } from '../components/contact.tsx'
import { Layout } from '../components/layout.tsx'
import { LoginLink } from '../components/login-link.tsx'
import { Main } from '../components/main.tsx'
import { usePageLanguage } from '../i18n/language.tsx'

/** Works without script: it is where people without script are sent. */
export function Help() {
  const { t } = usePageLanguage()
  return (
    <Layout>
      <Main heading={t('help.h1')}>
        <p className="lead">{t('help.lead')}</p>
        <section>
          <h2>{t('help.how.h2')}</h2>
          <ol>
            <li>{t('help.how.1')}</li>
            <li>{t('help.how.2')}</li>
            <li>{t('help.how.3')}</li>
          </ol>
          <p className="actions">
            <LoginLink text={t('login')} />
          </p>
        </section>
        <section id="link">
          <h2>{t('help.link.h2')}</h2>
          <p>{t('help.link.1')}</p>
          <p>{t('help.link.2')}</p>
        </section>
        <section id="cookies">
          <h2>{t('help.cookies.h2')}</h2>
          <p>{t('help.cookies.1')}</p>
          <p>{t('help.cookies.2')}</p>
        </section>
        <section id="script">
          <h2>{t('help.script.h2')}</h2>
          <p>{t('help.script.1')}</p>
          <p>{t('help.script.2')}</p>
          <form method="post" action={paths.logout}>
            <p>{t('help.logout')}</p>
            <button type="submit" className="button quiet">
              {t('logout')}
            </button>
          </form>
        </section>
        <Contact />
      </Main>
    </Layout>
  )
}
