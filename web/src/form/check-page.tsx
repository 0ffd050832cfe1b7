import { NoAnswerError, ProblemError, useActivity } from '@sgid-login/hooks'
import { type Application, pages, type Receipt } from '@sgid-login/shared'
import { useMutation } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { Cover } from '../components/cover.tsx'
import { EndNotice } from '../components/end-notice.tsx'
import { Main } from '../components/main.tsx'
import { PageLink } from '../components/page-link.tsx'
import { useLanguage } from '../i18n/language.tsx'
import { type Faults, faultsFrom, fieldNames, hasFaults, type Typed } from './faults.ts'
import { send } from './form.ts'
import { useApplyTexts } from './texts.ts'
import { Unkept } from './unkept.tsx'
import { Verified } from './verified.tsx'

type Props = {
  name: string
  values: Typed
  application: Application
  received: (receipt: Receipt) => void
  refused: (faults: Faults) => void
  unkept: boolean
}

/** The second step: everything that will be sent, and ways back to what can be changed. */
export function Check({ name, values, application, received, refused, unkept }: Props) {
  const { t } = useLanguage()
  const own = useApplyTexts()
  const noticed = useActivity()
  // Not `isPending`: a second press may come before it is rendered.
  const sending = useRef(false)
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => send(application),
    onSuccess: (receipt) => {
      noticed()
      received(receipt)
    },
    onError: (error) => {
      const faults = faultsFrom((error instanceof ProblemError && error.fields) || {})
      if (hasFaults(faults)) refused(faults)
    },
    onSettled: () => {
      sending.current = false
    },
    // Pressed without a connection it fails now. Nothing is sent later by itself.
    networkMode: 'always',
    gcTime: 0,
  })
  return (
    <Main heading={own('apply.check.h1')} busy={isPending}>
      <p className="lead">{own('apply.check.lead')}</p>
      <EndNotice />
      <Cover />
      <Unkept unkept={unkept} />
      <dl className="data">
        <div className="field">
          <dt>{t('ask.name')}</dt>
          <dd className="value">
            <Verified value={name} />
          </dd>
        </div>
        {fieldNames.map((field) => (
          <div className="field" key={field}>
            <dt>{own(`apply.${field}`)}</dt>
            <dd className="value typed-value" data-pii translate="no">
              {values[field].trim()}
            </dd>
            <dd className="tools">
              <PageLink
                to={`${pages.apply}#${field}`}
                aria-label={own('apply.change.label', { field: own(`apply.${field}`) })}
              >
                {own('apply.change')}
              </PageLink>
            </dd>
          </div>
        ))}
      </dl>
      {error && !isPending && <NotSent error={error} />}
      <p className="actions">
        <button
          type="button"
          className="button"
          aria-disabled={isPending || undefined}
          onClick={() => {
            if (sending.current) return
            sending.current = true
            mutate()
          }}
        >
          {own(isPending ? 'apply.sending' : 'apply.send')}
        </button>
      </p>
    </Main>
  )
}

/** Why there is no reference yet, and whether to press again. */
function NotSent({ error }: { error: Error }) {
  const t = useApplyTexts()
  const notice = useRef<HTMLElement>(null)
  useEffect(() => {
    notice.current?.focus()
  }, [])
  return (
    <section ref={notice} className="notice wrong" tabIndex={-1} aria-labelledby="unsent">
      <h2 id="unsent">{t('apply.unsent.h')}</h2>
      <p>{t(`apply.unsent.${causeOf(error)}`)}</p>
      {error instanceof ProblemError && (
        <p className="hint">{t('apply.ref', { ref: error.ref })}</p>
      )}
    </section>
  )
}

function causeOf(error: Error): 'unknown' | 'many' | 'down' {
  if (error instanceof NoAnswerError) return 'unknown'
  return error instanceof ProblemError && error.code === 'rate_limited' ? 'many' : 'down'
}
