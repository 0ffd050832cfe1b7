import { cover, sessionQuery, uncover } from '@sgid-login/hooks'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useLanguage } from '../i18n/language.tsx'
import { Failure } from './failure.tsx'

const long = 60_000

/**
 * Hides what is on screen when the page was out of sight for over a minute, until the server has
 * said that the session goes on. The person at the screen may be another one by now.
 */
export function Cover() {
  const { t } = useLanguage()
  const { refetch } = useQuery(sessionQuery)
  const [failed, setFailed] = useState(false)
  const hiddenAt = useRef<number>(null)

  const ask = async () => {
    setFailed(false)
    const { data: session, isSuccess } = await refetch({ cancelRefetch: false })
    if (!isSuccess) return setFailed(true)
    // A session that is over takes the page with it.
    if (session.authenticated) uncover()
  }

  useEffect(() => {
    const changed = () => {
      if (document.visibilityState === 'hidden') {
        hiddenAt.current = Date.now()
        return
      }
      // A clock that was put back makes the time away negative: nobody knows how long it was.
      const away = Date.now() - (hiddenAt.current ?? Date.now())
      if (away >= 0 && away <= long) return
      cover()
      ask()
    }
    document.addEventListener('visibilitychange', changed)
    return () => document.removeEventListener('visibilitychange', changed)
  })

  if (!failed) return null
  return <Failure heading={t('session.fail.h')} text={t('session.fail')} retry={ask} />
}
