import type { ReactNode } from 'react'
import { Cover } from '../components/cover.tsx'
import { EndNotice } from '../components/end-notice.tsx'
import { Main } from '../components/main.tsx'
import { type Answer, Answers } from './answers.tsx'
import { NotSent } from './not-sent.tsx'
import type { useSending } from './sending.ts'
import { useFormTexts } from './texts.ts'

type Props = {
  /** The page of the form, where answers can be changed. */
  page: string
  /** Scope → value, as sgID vouches for it. */
  verified: Record<string, string>
  answers: Answer[]
  sending: ReturnType<typeof useSending>
  /** What to say where the person has sent as many as they may. */
  many?: string
  /** What they should know first. */
  notice?: ReactNode
}

/** The second step: everything that will be sent, and ways back to what can be changed. */
export function CheckPage({ page, verified, answers, sending, many, notice }: Props) {
  const t = useFormTexts()
  const { press, sending: busy, error } = sending
  return (
    <Main heading={t('form.check.h1')} busy={busy}>
      <p className="lead">{t('form.check.lead')}</p>
      <EndNotice />
      <Cover />
      {notice}
      <Answers verified={verified} answers={answers} change={page} />
      {error && !busy && <NotSent error={error} many={many} />}
      <p className="actions">
        <button type="button" className="button" aria-disabled={busy || undefined} onClick={press}>
          {t(busy ? 'form.sending' : 'form.send')}
        </button>
      </p>
    </Main>
  )
}
