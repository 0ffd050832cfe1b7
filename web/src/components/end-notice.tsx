import { useSessionExpiry } from '@sgid-login/hooks'
import { timeText } from '../i18n/dates.ts'
import { useLanguage } from '../i18n/language.tsx'

/** Seconds before the end at which the person is told. */
const notice = 300

/** Says when the session will end whatever the person does, for the last five minutes. */
export function EndNotice() {
  const { t, tag } = useLanguage()
  const expiry = useSessionExpiry({ notice })
  if (expiry === undefined || expiry.absolute > notice) return null
  const time = timeText(Date.now() + expiry.absolute * 1000, tag)
  return <p className="notice">{t('end.soon', { time })}</p>
}
