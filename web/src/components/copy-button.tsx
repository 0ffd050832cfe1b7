import { type RefObject, useState } from 'react'
import { useLanguage } from '../i18n/language.tsx'
import { say } from './live-regions.tsx'

type Props = { label: string; value: string; shown: RefObject<HTMLElement | null> }

/** @param shown where the value stands, to be selected when the clipboard is not ours to write */
export function CopyButton({ label, value, shown }: Props) {
  const { t } = useLanguage()
  const [result, setResult] = useState<'done' | 'fail'>()

  const copy = async () => {
    try {
      await navigator.clipboard.writeText(value)
      setResult('done')
      say(t('copy.done', { field: label }))
    } catch {
      setResult('fail')
      say(t('copy.fail'))
      if (shown.current !== null) getSelection()?.selectAllChildren(shown.current)
    }
  }
  return (
    <>
      <button
        type="button"
        className="button quiet"
        aria-label={t('copy.label', { field: label })}
        data-result={result}
        onClick={copy}
      >
        {t('copy')}
      </button>
      {result === 'fail' && <span className="hint">{t('copy.fail')}</span>}
    </>
  )
}
