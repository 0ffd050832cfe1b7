import { pages } from '@sgid-login/shared'
import { type ReactNode, useEffect, useState } from 'react'
import { useLocation } from 'react-router'
import { useDeparture } from '../api/departure.tsx'
import { useSession } from '../api/session.ts'
import { useLanguage } from '../i18n/language.tsx'
import { ExpiryDialog } from './expiry.tsx'
import { Failure } from './failure.tsx'
import { LoginLink } from './login-link.tsx'
import { Main } from './main.tsx'

type Props = {
  /** Shown until the server has answered. Holds nothing personal. */
  waiting: ReactNode
  children: ReactNode
}

/** Its children, once the server has said that somebody is signed in, and for as long as it does. */
export function RequireSession({ waiting, children }: Props) {
  const { t } = useLanguage()
  const { tell, expire } = useDeparture()
  const { data: session, error, refetch } = useSession()
  const [was, setWas] = useState(false)
  if (session?.authenticated && !was) setWas(true)
  const ended = was && session?.authenticated === false

  useEffect(() => {
    // A reload says nothing new: two tabs would go on reloading each other.
    if (was && arrivedBy() === 'navigate') tell('in')
  }, [was, tell])
  useEffect(() => {
    if (ended) expire()
  }, [ended, expire])

  if (session?.authenticated) {
    return (
      <>
        {children}
        <ExpiryDialog session={session} />
      </>
    )
  }
  if (ended) return waiting
  if (session !== undefined) return <LoginRequired />
  if (error === null) return waiting
  return (
    <Main heading={t('profile.h1')}>
      <Failure heading={t('session.fail.h')} text={t('session.fail')} retry={refetch} />
    </Main>
  )
}

function LoginRequired() {
  const { t, href } = useLanguage()
  const { pathname, search, hash } = useLocation()
  if (!navigator.cookieEnabled) {
    return (
      <Main heading={t('err.cookies_blocked.h1')}>
        <p className="lead">{t('err.cookies_blocked.why')}</p>
        <p className="actions">
          <a className="button" href={href(pages.profile)}>
            {t('retry')}
          </a>
          <a href={`${href(pages.help)}#cookies`}>{t('err.cookies_blocked.aside')}</a>
        </p>
      </Main>
    )
  }
  return (
    <Main heading={t('err.session_required.h1')}>
      <p className="lead">{t('err.session_required.why')}</p>
      <p className="actions">
        <LoginLink text={t('login')} returnTo={href(pathname + search + hash)} />
      </p>
    </Main>
  )
}

function arrivedBy(): NavigationTimingType | undefined {
  const [entry] = performance.getEntriesByType('navigation')
  return entry instanceof PerformanceNavigationTiming ? entry.type : undefined
}
