import type { ReactNode } from 'react'
import { useLanguage } from '../i18n/language.tsx'

type Props = {
  heading: string
  /** Of the page, where it is not the heading. */
  title?: string
  busy?: boolean
  children: ReactNode
}

/** The main part of a page. Its heading is also the page's title. */
export function Main({ heading, title = heading, busy = false, children }: Props) {
  const { t } = useLanguage()
  return (
    <main id="main" tabIndex={-1} aria-busy={busy}>
      <title>{`${title} – ${t('service')}`}</title>
      <h1 tabIndex={-1}>{heading}</h1>
      {children}
    </main>
  )
}
