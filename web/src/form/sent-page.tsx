import { pages, type Receipt } from '@sgid-login/shared'
import { useRef, useState } from 'react'
import { CopyButton } from '../components/copy-button.tsx'
import { Cover } from '../components/cover.tsx'
import { EndNotice } from '../components/end-notice.tsx'
import { Main } from '../components/main.tsx'
import { PageLink } from '../components/page-link.tsx'
import { dateTimeText } from '../i18n/dates.ts'
import { useLanguage } from '../i18n/language.tsx'
import { fieldNames } from './faults.ts'
import { useApplyTexts } from './texts.ts'
import { Verified } from './verified.tsx'

type Props = { receipt: Receipt; another: () => Promise<void> }

/** The last step: what was received, as the BFF says it, and the reference to quote. */
export function Done({ receipt, another }: Props) {
  const { t, tag } = useLanguage()
  const own = useApplyTexts()
  const shown = useRef<HTMLElement>(null)
  const [failed, setFailed] = useState(false)
  return (
    <Main heading={own('apply.done.h1')}>
      <EndNotice />
      <Cover />
      <section className="enter receipt">
        <h2>{own('apply.reference')}</h2>
        <p>
          <strong ref={shown} className="digits" data-pii translate="no">
            {receipt.reference}
          </strong>
        </p>
        <CopyButton label={own('apply.reference')} value={receipt.reference} shown={shown} />
        <p className="hint">
          {own('apply.done.at', { time: dateTimeText(receipt.receivedAt, tag) })}
        </p>
      </section>
      <p>{own('apply.done.next')}</p>
      <section>
        <h2>{own('apply.done.what')}</h2>
        <dl className="data">
          <div className="field">
            <dt>{t('ask.name')}</dt>
            <dd className="value">
              <Verified value={receipt.name} />
            </dd>
          </div>
          {fieldNames.map((field) => (
            <div className="field" key={field}>
              <dt>{own(`apply.${field}`)}</dt>
              <dd className="value typed-value" data-pii translate="no">
                {receipt[field]}
              </dd>
            </div>
          ))}
        </dl>
      </section>
      {failed && (
        <p className="notice" role="alert">
          {t('session.fail')}
        </p>
      )}
      <p className="actions">
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
        <PageLink to={pages.profile}>{own('apply.details')}</PageLink>
      </p>
    </Main>
  )
}
