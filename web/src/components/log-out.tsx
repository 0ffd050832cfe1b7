import { useLogout, useSession } from '@sgid-login/hooks'
import { useLanguage } from '../i18n/language.tsx'

/** No confirmation: logging in again is easy, and the person may be in a hurry. */
export function LogOut() {
  const { t } = useLanguage()
  const logout = useLogout()
  if (useSession().state !== 'signed-in') return null
  return (
    <button type="button" className="button quiet" onClick={logout}>
      {t('logout')}
    </button>
  )
}
