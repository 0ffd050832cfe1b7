import { pages } from '@sgid-login/shared'
import type { ReactNode } from 'react'
import { useLocation } from 'react-router'
import { useLanguage } from '../i18n/language.tsx'
import { loginPurpose } from '../login-purpose.ts'
import { LoginLink } from './login-link.tsx'
import { Main } from './main.tsx'

/**
 * Instead of a page that needs a login: the way to it, and back to this page.
 *
 * @param children what the person should know before that
 */
export function LoginRequired({ children }: { children?: ReactNode }) {
  const { t, href } = useLanguage()
  const { pathname, search, hash } = useLocation()
  if (!navigator.cookieEnabled) {
    return (
      <Main heading={t('err.cookies_blocked.h1')}>
        <p className="lead">{t('err.cookies_blocked.why')}</p>
        <p className="actions">
          <a className="button" href={href(pathname)}>
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
      {children}
      <p className="actions">
        <LoginLink
          text={t('login')}
          returnTo={href(pathname + search + hash)}
          purpose={loginPurpose(pathname)}
        />
      </p>
    </Main>
  )
}
