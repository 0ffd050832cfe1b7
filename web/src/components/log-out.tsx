import { useLogout } from '../api/logout.ts'
import { useSession } from '../api/session.ts'
import { useLanguage } from '../i18n/language.tsx'

/** No confirmation: logging in again is easy, and the person may be in a hurry. */
export function LogOut() {
  const { t } = useLanguage()
  const logout = useLogout()
  const { data: session } = useSession()
  if (!session?.authenticated) return null
  return (
    <button type="button" className="button quiet" onClick={logout}>
      {t('logout')}
    </button>
  )
}
