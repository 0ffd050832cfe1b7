import { pages } from '@sgid-login/shared'
import { type ReactNode, useRef } from 'react'
import { CopyButton } from '../components/copy-button.tsx'
import { Cover } from '../components/cover.tsx'
import { EndNotice } from '../components/end-notice.tsx'
import { Main } from '../components/main.tsx'
import { PageLink } from '../components/page-link.tsx'
import { dateTimeText } from '../i18n/dates.ts'
import { useLanguage } from '../i18n/language.tsx'
import { type Answer, Answers } from './answers.tsx'
import { useFormTexts } from './texts.ts'

type Props = {
  heading: string
  receipt: { reference: string; receivedAt: string }
  /** Scope → value, as sgID vouches for it. */
  verified: Record<string, string>
  answers: Answer[]
  /** What went wrong since. */
  notice?: ReactNode
  /** What else can be done, before the way back to the details. */
  children?: ReactNode
}

/** The last step: what was received, as the BFF says it, and the reference to quote. */
export function SentPage({ heading, receipt, verified, answers, notice, children }: Props) {
  const { tag } = useLanguage()
  const t = useFormTexts()
  const shown = useRef<HTMLElement>(null)
  return (
    <Main heading={heading}>
      <EndNotice />
      <Cover />
      <section className="enter receipt">
        <h2>{t('form.reference')}</h2>
        <p>
          <strong ref={shown} className="digits" data-pii translate="no">
            {receipt.reference}
          </strong>
        </p>
        <CopyButton label={t('form.reference')} value={receipt.reference} shown={shown} />
        <p className="hint">{t('form.done.at', { time: dateTimeText(receipt.receivedAt, tag) })}</p>
      </section>
      <p>{t('form.done.next')}</p>
      <section>
        <h2>{t('form.done.what')}</h2>
        <Answers verified={verified} answers={answers} />
      </section>
      {notice}
      <p className="actions">
        {children}
        <PageLink to={pages.profile}>{t('form.details')}</PageLink>
      </p>
    </Main>
  )
}
