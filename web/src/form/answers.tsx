import { PageLink } from '../components/page-link.tsx'
import { useLanguage } from '../i18n/language.tsx'
import { labelOf } from '../purposes.ts'
import { useFormTexts } from './texts.ts'
import { Verified } from './verified.tsx'

/** What somebody filled in, in words: of a choice, what it is called. */
export type Answer = { name: string; label: string; value: string }

type Props = {
  /** Scope → value, as sgID vouches for it. */
  verified: Record<string, string>
  answers: Answer[]
  /** The page on which they can be changed, while they can. */
  change?: string
}

/** All that a form says: what sgID vouches for, and what the person filled in. */
export function Answers({ verified, answers, change }: Props) {
  const { t } = useLanguage()
  return (
    <dl className="data">
      {Object.entries(verified).map(([scope, value]) => (
        <div className="field" key={scope}>
          <dt>{labelOf(scope, t)}</dt>
          <dd className="value">
            <Verified scope={scope} value={value} />
          </dd>
        </div>
      ))}
      {answers.map(({ name, label, value }) => (
        <div className="field" key={name}>
          <dt>{label}</dt>
          <dd className="value typed-value" data-pii translate="no">
            {value}
          </dd>
          {change !== undefined && (
            <dd className="tools">
              <Change to={`${change}#${name}`} label={label} />
            </dd>
          )}
        </div>
      ))}
    </dl>
  )
}

function Change({ to, label }: { to: string; label: string }) {
  const t = useFormTexts()
  return (
    <PageLink to={to} aria-label={t('form.change.label', { field: label })}>
      {t('form.change')}
    </PageLink>
  )
}
