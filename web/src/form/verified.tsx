import { claimText } from '@sgid-login/hooks'
import { Value } from '../components/value.tsx'
import { useFormTexts } from './texts.ts'

type Props = { scope: string; value: string; note?: string }

/** A value that sgID vouches for: to be read, and not to be changed here. */
export function Verified({ scope, value, note = '' }: Props) {
  const t = useFormTexts()
  if (claimText(value) === undefined) return <Value scope={scope} value={value} />
  return (
    <>
      <Value scope={scope} value={value} />
      <p className="verified">{[t('form.verified'), note].join(' ')}</p>
    </>
  )
}
