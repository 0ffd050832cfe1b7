import { useEffect, useRef } from 'react'
import { useLanguage } from '../i18n/language.tsx'
import { shout } from './live-regions.tsx'

type Props = { heading: string; text: string; retry: () => unknown }

/** Something did not come, and may when it is asked for again. */
export function Failure({ heading, text, retry }: Props) {
  const { t } = useLanguage()
  const title = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    title.current?.focus()
    shout(heading)
  }, [heading])
  return (
    <section className="notice">
      <h2 ref={title} tabIndex={-1}>
        {heading}
      </h2>
      <p>{text}</p>
      <button type="button" className="button" onClick={() => retry()}>
        {t('retry')}
      </button>
    </section>
  )
}
