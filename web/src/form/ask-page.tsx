import type { FormEvent, ReactNode } from 'react'
import { Cover } from '../components/cover.tsx'
import { EndNotice } from '../components/end-notice.tsx'
import { Main } from '../components/main.tsx'
import { useLanguage } from '../i18n/language.tsx'
import { labelOf } from '../purposes.ts'
import { ErrorSummary } from './error-summary.tsx'
import { type Faults, hasFaults } from './faults.ts'
import { useFormTexts } from './texts.ts'
import { Verified } from './verified.tsx'

type Props<Name extends string> = {
  heading: string
  lead: string
  /** Scope → value, as sgID vouches for it. */
  verified: Record<string, string>
  /** The fields below, in their order. */
  names: readonly Name[]
  faults: Faults
  textOf: (name: Name, fault: string) => string
  /** Called when the person goes on. */
  go: () => void
  /** What they should know first. */
  notice?: ReactNode
  children: ReactNode
}

/** The first step: what sgID vouches for, and what the person fills in. */
export function AskPage<Name extends string>(props: Props<Name>) {
  const { heading, lead, verified, names, faults, textOf, go, notice, children } = props
  const { t } = useLanguage()
  const form = useFormTexts()
  const wrong = hasFaults(faults)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    go()
  }
  return (
    <Main heading={heading} title={wrong ? form('form.error.title', { heading }) : heading}>
      {wrong && <ErrorSummary {...{ names, faults, textOf }} />}
      <p className="lead">{lead}</p>
      <EndNotice />
      <Cover />
      {notice}
      <form className="form" onSubmit={submit} noValidate>
        <dl>
          {Object.entries(verified).map(([scope, value]) => (
            <div key={scope}>
              <dt>{labelOf(scope, t)}</dt>
              <dd>
                <Verified scope={scope} value={value} note={form('form.fixed')} />
              </dd>
            </div>
          ))}
        </dl>
        {children}
        <p className="actions">
          <button type="submit" className="button">
            {form('form.continue')}
          </button>
        </p>
      </form>
    </Main>
  )
}
