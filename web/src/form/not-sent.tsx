import { NoAnswerError, ProblemError } from '@sgid-login/hooks'
import { useEffect, useRef } from 'react'
import { useFormTexts } from './texts.ts'

type Props = {
  error: Error
  /** What to say where the person has sent as many as they may. */
  many?: string | undefined
}

/** Why there is no reference yet, and whether to press again. */
export function NotSent({ error, many }: Props) {
  const t = useFormTexts()
  const notice = useRef<HTMLElement>(null)
  useEffect(() => {
    notice.current?.focus()
  }, [])
  const refused = error instanceof ProblemError && error.code === 'rate_limited' ? many : undefined
  const cause = error instanceof NoAnswerError ? 'unknown' : 'down'
  return (
    <section ref={notice} className="notice wrong" tabIndex={-1} aria-labelledby="unsent">
      <h2 id="unsent">{t('form.unsent.h')}</h2>
      <p>{refused ?? t(`form.unsent.${cause}`)}</p>
      {error instanceof ProblemError && <p className="hint">{t('form.ref', { ref: error.ref })}</p>}
    </section>
  )
}
