import { AskList } from '../components/ask-list.tsx'
import { Layout } from '../components/layout.tsx'
import { LoginLink } from '../components/login-link.tsx'
import { Main } from '../components/main.tsx'
import { dateTimeText } from '../i18n/dates.ts'
import { usePageLanguage } from '../i18n/language.tsx'
import { service } from '../service.ts'

export function Landing() {
  const { t, tag } = usePageLanguage()
  const { downtime } = service
  return (
    <Layout>
      <Main heading={t('landing.h1')}>
        <p className="lead">{t('landing.lead')}</p>
        {downtime && (
          <p className="notice">
            {t('status.planned', {
              from: dateTimeText(downtime.from, tag),
              to: dateTimeText(downtime.to, tag),
            })}
          </p>
        )}
        <div className="enter">
          <LoginLink className="button singpass" text={t('login')} />
          <p className="hint">{t('landing.hint')}</p>
        </div>
        <AskList />
        <div className="pair">
          <section>
            <h2>{t('notdo.h2')}</h2>
            <ul>
              <li>{t('notdo.1')}</li>
              <li>{t('notdo.2')}</li>
              <li>{t('notdo.3')}</li>
            </ul>
          </section>
          <section>
            <h2>{t('before.h2')}</h2>
            <ul>
              <li>{t('before.1')}</li>
              <li>{t('before.2')}</li>
              <li>{t('before.webview')}</li>
              <li>{t('before.scam')}</li>
            </ul>
          </section>
        </div>
      </Main>
    </Layout>
  )
}
