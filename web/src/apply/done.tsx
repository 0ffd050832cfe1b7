import type { Receipt } from '@sgid-login/shared'
import { useState } from 'react'
import { SentPage } from '../form/sent-page.tsx'
import { useLanguage } from '../i18n/language.tsx'
import { answersOf } from './faults.ts'
import { useApplyTexts } from './texts.ts'

type Props = { receipt: Receipt; another: () => Promise<void> }

/** The last step: what was received, as the BFF says it, and the way to another form. */
export function Done({ receipt, another }: Props) {
  const { t } = useLanguage()
  const own = useApplyTexts()
  const [failed, setFailed] = useState(false)
  return (
    <SentPage
      heading={own('apply.done.h1')}
      receipt={receipt}
      verified={{ 'myinfo.name': receipt.name }}
      answers={answersOf(own, receipt)}
      notice={
        failed && (
          <p className="notice" role="alert">
            {t('session.fail')}
          </p>
        )
      }
    >
      <button
        type="button"
        className="button quiet"
        onClick={() => {
          setFailed(false)
          another().catch(() => setFailed(true))
        }}
      >
        {own('apply.another')}
      </button>
    </SentPage>
  )
}
