import type { ReactNode } from 'react'
import { useLanguage } from '../i18n/language.tsx'

type Props = { heading: string; busy?: boolean; children: ReactNode }

/** The main part of a page. Its heading is also the page's title. */
export function Main({ heading, busy = false, children }: Props) {
  const { t } = useLanguage()
  return (
    <main id="main" tabIndex={-1} aria-busy={busy}>
      <title>{`${heading} – ${t('service')}`}</title>
      <h1 tabIndex={-1}>{heading}</h1>
      {children}
    </main>
  )
}
