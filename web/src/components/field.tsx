import { claimText } from '@sgid-login/hooks'
import { kindOf } from '@sgid-login/shared'
import { type ReactNode, useRef } from 'react'
import { useLanguage } from '../i18n/language.tsx'
import { labelOf, purposeOf, sourceOf } from '../purposes.ts'
import { CopyButton } from './copy-button.tsx'
import { Value } from './value.tsx'

export function Field({ scope, value }: { scope: string; value: string }) {
  const { t } = useLanguage()
  const shown = useRef<HTMLDivElement>(null)
  const copyable = claimText(value) !== undefined && kindOf(scope) !== 'list'
  return (
    <FieldFrame
      scope={scope}
      tools={copyable && <CopyButton label={labelOf(scope, t)} value={value} shown={shown} />}
    >
      <Value scope={scope} value={value} ref={shown} />
    </FieldFrame>
  )
}

type FrameProps = { scope: string; tools: ReactNode; children: ReactNode }

/** A field's name above its value, what can be done with it beside, why it is asked for below. */
export function FieldFrame({ scope, tools, children }: FrameProps) {
  const { t } = useLanguage()
  return (
    <div className="field">
      <dt>{labelOf(scope, t)}</dt>
      <dd className="value">{children}</dd>
      {tools !== false && <dd className="tools">{tools}</dd>}
      <dd className="why">
        <details>
          <summary>{t('field.why')}</summary>
          <p>{t(purposeOf(scope))}</p>
          <p>{t('field.source', { source: sourceOf(scope) })}</p>
        </details>
      </dd>
    </div>
  )
}
