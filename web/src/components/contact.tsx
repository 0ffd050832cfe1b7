import { usePageLanguage } from '../i18n/language.tsx'
import { service } from '../service.ts'

/** How a person reaches whoever runs the service. */
export function Contact() {
  const { t } = usePageLanguage()
  const { phone, email } = service
  return (
    <section id="contact">
      <h2>{t('contact.h2')}</h2>
      <ul>
        <li>{t('contact.phone', { phone, hours: t('err.hours') })}</li>
        <li>{t('contact.email', { email })}</li>
      </ul>
      <p>{t('contact.ref')}</p>
    </section>
  )
}
