import { AskList } from '../components/ask-list.tsx'
import { Contact } from '../components/contact.tsx'
import { Layout } from '../components/layout.tsx'
import { Main } from '../components/main.tsx'
import { usePageLanguage } from '../i18n/language.tsx'
import { service } from '../service.ts'

export function Privacy() {
  const { t } = usePageLanguage()
  return (
    <Layout>
      <Main heading={t('privacy.h1')}>
        <AskList />
        <section>
          <h2>{t('privacy.rule.h2')}</h2>
          <p>
            {service.kind === 'agency'
              ? t('privacy.rule.agency')
              : t('privacy.rule.organisation', { email: service.dataProtection })}
          </p>
          <p>{t('privacy.nric')}</p>
        </section>
        <section>
          <h2>{t('privacy.keep.h2')}</h2>
          <p>{t('privacy.keep')}</p>
          <p>{t('privacy.keep.form')}</p>
          <p>{t('privacy.keep.log')}</p>
        </section>
        <section>
          <h2>{t('privacy.who.h2')}</h2>
          <p>{t('privacy.who')}</p>
        </section>
        <section>
          <h2>{t('privacy.cookies.h2')}</h2>
          <p>{t('privacy.cookies')}</p>
          <Cookies />
        </section>
        <section>
          <h2>{t('privacy.choices.h2')}</h2>
          <ul>
            <li>{t('privacy.choices.1')}</li>
            <li>{t('privacy.choices.2')}</li>
            <li>{t('privacy.choices.3')}</li>
          </ul>
        </section>
        <Contact />
        <section>
          <h2>{t('privacy.changes.h2')}</h2>
          <p>{t('privacy.changes')}</p>
        </section>
      </Main>
    </Layout>
  )
}

function Cookies() {
  const { t } = usePageLanguage()
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{t('privacy.cookie.name')}</th>
          <th scope="col">{t('privacy.cookie.purpose')}</th>
          <th scope="col">{t('privacy.cookie.life')}</th>
        </tr>
      </thead>
      <tbody>
        <tr>
          <td lang="en">__Host-Http-sid</td>
          <td>{t('privacy.session.purpose')}</td>
          <td>{t('privacy.session.life')}</td>
        </tr>
        <tr>
          <td lang="en">__Host-Http-tx</td>
          <td>{t('privacy.login.purpose')}</td>
          <td>{t('privacy.login.life')}</td>
        </tr>
      </tbody>
    </table>
  )
}
