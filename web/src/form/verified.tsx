import { useLanguage } from '../i18n/language.tsx'
import { useApplyTexts } from './texts.ts'

/** A value that sgID vouches for: to be read, and not to be changed here. */
export function Verified({ value, note = '' }: { value: string; note?: string }) {
  const { t } = useLanguage()
  const own = useApplyTexts()
  if (value === '') return <span className="none">{t('value.none')}</span>
  return (
    <>
      <div data-pii lang="en" translate="no">
        {value}
      </div>
      <p className="verified">{[own('apply.verified'), note].join(' ')}</p>
    </>
  )
}
