import { useEffect, useRef } from 'react'
import { dayText, timeText } from '../i18n/dates.ts'
import { useLanguage } from '../i18n/language.tsx'
import { labelOf } from '../purposes.ts'

type Props = {
  /** Scope → what is on screen, in this order: a masked value unless it is shown. */
  shown: Map<string, string>
}

/** A copy to take along: made here, of what is on screen and of nothing else. */
export function Keep({ shown }: Props) {
  const { t } = useLanguage()
  const text = () =>
    [...shown].map(([scope, value]) => `${labelOf(scope, t)}: ${value}`).join('\r\n')
  const json = () => JSON.stringify(Object.fromEntries(shown), null, 2)
  return (
    <section className="keep">
      <h2>{t('keep.h')}</h2>
      <p className="actions">
        <button type="button" className="button quiet" onClick={() => save(text(), 'txt')}>
          {t('download.text')}
        </button>
        <button type="button" className="button quiet" onClick={() => save(json(), 'json')}>
          {t('download.json')}
        </button>
        <button type="button" className="button quiet" onClick={() => print()}>
          {t('print')}
        </button>
      </p>
      <p className="hint">
        {t('download.asShown')} {t('download.note')}
      </p>
    </section>
  )
}

/** The first line of a printed page. Its time is that of the printing. */
export function PrintHead() {
  const { t, tag } = useLanguage()
  const line = useRef<HTMLParagraphElement>(null)
  useEffect(() => {
    const fill = () => {
      const now = Date.now()
      const [date, time] = [dayText(now, tag), timeText(now, tag)]
      const text = t('print.head', { service: t('service'), date, time })
      if (line.current !== null) line.current.textContent = text
    }
    addEventListener('beforeprint', fill)
    return () => removeEventListener('beforeprint', fill)
  }, [t, tag])
  return <p className="printed" ref={line} />
}

function save(content: string, kind: 'txt' | 'json'): void {
  const type = kind === 'txt' ? 'text/plain;charset=utf-8' : 'application/json'
  const link = document.createElement('a')
  // The day is the device's: it is the device's file.
  const day = new Intl.DateTimeFormat('sv').format(new Date())
  link.download = `my-details-${day}.${kind}`
  link.href = URL.createObjectURL(new Blob([content], { type }))
  link.click()
  URL.revokeObjectURL(link.href)
}
