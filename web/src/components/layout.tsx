import { pages } from '@sgid-login/shared'
import { Fragment, type ReactNode } from 'react'
import { dateText } from '../i18n/dates.ts'
import { useLanguage } from '../i18n/language.tsx'
import { service } from '../service.ts'
import { Languages } from './languages.tsx'
import { LiveRegions } from './live-regions.tsx'

const official = import.meta.env.OFFICIAL

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'sgds-masthead': import('react').HTMLAttributes<HTMLElement>
    }
  }
}

/** What stands round the main part of every page. */
export function Layout({ actions, children }: { actions?: ReactNode; children: ReactNode }) {
  const { t, tag, href } = useLanguage()
  // The masthead is the page's banner; within a section our header is none.
  const Head = official ? 'section' : Fragment
  return (
    <>
      <section className="top" aria-label={t('demo.label')}>
        <a className="skip" href="#main">
          {t('skip')}
        </a>
        {!official && <p className="demo">{t('demo.banner')}</p>}
      </section>
      {official && <sgds-masthead>{t('official.banner')}</sgds-masthead>}
      <Head {...(official && { 'aria-label': t('service') })}>
        <header>
          <div className="column">
            <a className="service" href={href(pages.landing)}>
              {t('service')}
            </a>
            <Languages />
            {actions}
          </div>
        </header>
      </Head>
      {children}
      <LiveRegions />
      <footer>
        <div className="column">
          <ul>
            <li>
              <a href={href(pages.help)}>{t('help')}</a>
            </li>
            <li>
              <a href={`${href(pages.help)}#contact`}>{t('contact')}</a>
            </li>
            <li>
              <a href={href(pages.privacy)}>{t('privacy')}</a>
            </li>
          </ul>
          <p>
            {`© ${service.changed.slice(0, 4)} ${service.owner} · `}
            {t('changed', { date: dateText(service.changed, tag) })}
          </p>
        </div>
      </footer>
    </>
  )
}
