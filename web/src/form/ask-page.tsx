import type { FormEvent } from 'react'
import { Cover } from '../components/cover.tsx'
import { EndNotice } from '../components/end-notice.tsx'
import { Main } from '../components/main.tsx'
import { useLanguage } from '../i18n/language.tsx'
import { ErrorSummary } from './error-summary.tsx'
import { type Faults, hasFaults, type Typed } from './faults.ts'
import { useApplyTexts } from './texts.ts'
import { TypedField } from './typed-field.tsx'
import { Unkept } from './unkept.tsx'
import { Verified } from './verified.tsx'

type Props = {
  name: string
  values: Typed
  prefill: Typed
  faults: Faults
  typed: (more: Partial<Typed>) => void
  checked: () => void
  unkept: boolean
}

/** The first step: what sgID vouches for, and what the person fills in. */
export function Ask({ name, values, prefill, faults, typed, checked, unkept }: Props) {
  const { t } = useLanguage()
  const own = useApplyTexts()
  const heading = own('apply.h1')
  const wrong = hasFaults(faults)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    checked()
  }
  return (
    <Main heading={heading} title={wrong ? own('apply.error.title', { heading }) : heading}>
      {wrong && <ErrorSummary faults={faults} />}
      <p className="lead">{own('apply.lead')}</p>
      <EndNotice />
      <Cover />
      <Unkept unkept={unkept} />
      <form className="form" onSubmit={submit} noValidate>
        <dl>
          <dt>{t('ask.name')}</dt>
          <dd>
            <Verified value={name} note={own('apply.fixed')} />
          </dd>
        </dl>
        <TypedField
          name="address"
          value={values.address}
          filled={prefill.address}
          fault={faults.address}
          onTyped={(address) => typed({ address })}
        />
        <TypedField
          name="email"
          value={values.email}
          filled={prefill.email}
          fault={faults.email}
          onTyped={(email) => typed({ email })}
        />
        <p className="hint">{own('apply.kept')}</p>
        <p className="actions">
          <button type="submit" className="button">
            {own('apply.continue')}
          </button>
        </p>
      </form>
    </Main>
  )
}
