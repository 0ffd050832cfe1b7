import { pages } from '@sgid-login/shared'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { useLanguage } from '../i18n/language.tsx'
import { askedScopes } from '../purposes.ts'
import { say } from './live-regions.tsx'
import { Main } from './main.tsx'
import { OfflineNotice } from './offline-notice.tsx'

/** The profile before its details have come. The build writes it into the HTML. */
export function Waiting() {
  const { t } = useLanguage()
  return (
    <Shell
      heading={t('profile.h1')}
      lead={t('profile.lead')}
      noscript={t('profile.noscript')}
      bars={askedScopes.length}
    />
  )
}

type ShellProps = {
  heading: string
  lead: string
  /** What is needed, where there is no script. */
  noscript: string
  /** How many fields there will be. */
  bars: number
}

/** A page before what is personal in it has come. */
export function Shell({ heading, lead, noscript, bars }: ShellProps) {
  const { t } = useLanguage()
  const slow = useSlowness()
  return (
    <Main heading={heading} busy>
      <p className="lead">{lead}</p>
      <p className="until">
        {t('profile.loading')}
        {slow && ` ${t('profile.slow')}`}
      </p>
      <OfflineNotice />
      <NoScript text={noscript} />
      <div className="bars">
        <Late />
        <div className="data" aria-hidden="true">
          {Array.from({ length: bars }, (_, index) => (
            // They are all alike.
            <div className="field" key={index}>
              <span className="bar short" />
              <span className="bar" />
            </div>
          ))}
        </div>
      </div>
    </Main>
  )
}

/** True after eight seconds. Says that it waits, as soon as that is worth saying. */
function useSlowness(): boolean {
  const { t } = useLanguage()
  const [slow, setSlow] = useState(false)
  useEffect(() => {
    const first = setTimeout(() => say(t('profile.loading')), 500)
    const second = setTimeout(() => {
      setSlow(true)
      say(t('profile.slow'))
    }, 8_000)
    return () => {
      clearTimeout(first)
      clearTimeout(second)
    }
  }, [t])
  return slow
}

/** What the HTML says where there is no script. */
function NoScript({ text }: { text: string }) {
  const { t, href } = useLanguage()
  if (useRuns()) return null
  return (
    <noscript>
      <p className="notice">
        {text} <a href={`${href(pages.help)}#script`}>{t('help')}</a>
      </p>
    </noscript>
  )
}

/** What it says after ten seconds where the script is too new, or did not come. */
function Late() {
  const { t } = useLanguage()
  if (useRuns()) return null
  return <p className="notice late">{t('profile.oldbrowser')}</p>
}

/** True once the script runs, and not in the HTML. */
function useRuns(): boolean {
  return useSyncExternalStore(
    () => () => undefined,
    () => true,
    () => false,
  )
}
