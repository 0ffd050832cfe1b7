import { pages } from '@sgid-login/shared'
import type { ReactNode } from 'react'
import { useLanguage } from '../i18n/language.tsx'
import { LiveRegions } from './live-regions.tsx'

/** What stands round the main part of every page. */
export function Layout({ actions, children }: { actions?: ReactNode; children: ReactNode }) {
  const { t, href } = useLanguage()
  return (
    <>
      <section className="top" aria-label={t('demo.label')}>
        <a className="skip" href="#main">
          {t('skip')}
        </a>
        <p className="demo">{t('demo.banner')}</p>
      </section>
      <header>
        <div className="column">
          <a className="service" href={href(pages.landing)}>
            {t('service')}
          </a>
          {actions}
        </div>
      </header>
      {children}
      <LiveRegions />
      <footer>
        <div className="column">
          <p>{t('service')}</p>
          <a href={href(pages.landing)}>{t('start')}</a>
        </div>
      </footer>
    </>
  )
}
