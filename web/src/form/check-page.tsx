import type { ReactNode } from 'react'
import { Cover } from '../components/cover.tsx'
import { EndNotice } from '../components/end-notice.tsx'
import { Main } from '../components/main.tsx'
import { type Answer, Answers } from './answers.tsx'
import { type Faults, faultsAt, hasFaults } from './faults.ts'
import { NotSent } from './not-sent.tsx'
import { useSending } from './sending.ts'
import { useFormTexts } from './texts.ts'

type Props<Receipt> = {
  /** The page of the form, where answers can be changed. */
  page: string
  /** Scope → value, as sgID vouches for it. */
  verified: Record<string, string>
  answers: Answer[]
  send: () => Promise<Receipt>
  received: (receipt: Receipt) => void
  /** Called with what the BFF finds wrong with the answers. */
  refused: (faults: Faults) => void
  /** What to say where the person has sent as many as they may. */
  many?: string
  /** What they should know first. */
  notice?: ReactNode
}

/** The second step: everything that will be sent, and ways back to what can be changed. */
export function CheckPage<Receipt>(props: Props<Receipt>) {
  const { page, verified, answers, send, received, many, notice } = props
  const t = useFormTexts()
  const names = answers.map(({ name }) => name)
  const refused = (all: Faults) => {
    const faults = faultsAt(names, all)
    if (hasFaults(faults)) props.refused(faults)
  }
  const { press, sending, error } = useSending({ send, received, refused })
  return (
    <Main heading={t('form.check.h1')} busy={sending}>
      <p className="lead">{t('form.check.lead')}</p>
      <EndNotice />
      <Cover />
      {notice}
      <Answers verified={verified} answers={answers} change={page} />
      {error && !sending && <NotSent error={error} many={many} />}
      <p className="actions">
        <button
          type="button"
          className="button"
          aria-disabled={sending || undefined}
          onClick={press}
        >
          {t(sending ? 'form.sending' : 'form.send')}
        </button>
      </p>
    </Main>
  )
}
