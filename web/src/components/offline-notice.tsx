import { onlineManager } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import { timeText } from '../i18n/dates.ts'
import { useLanguage } from '../i18n/language.tsx'

/** @param asOf when the details on screen came, in milliseconds; absent when there are none */
export function OfflineNotice({ asOf }: { asOf?: number }) {
  const { t, tag } = useLanguage()
  const online = useSyncExternalStore(
    onlineManager.subscribe,
    () => onlineManager.isOnline(),
    () => true,
  )
  if (online) return null
  return (
    <div className="notice">
      <p>{t('profile.offline')}</p>
      {asOf !== undefined && <p>{t('profile.asof', { time: timeText(asOf, tag) })}</p>}
    </div>
  )
}
