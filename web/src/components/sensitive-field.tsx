import { claimText, type SensitiveScope, useUserInfo } from '@sgid-login/hooks'
import { scopes } from '@sgid-login/shared'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useLanguage } from '../i18n/language.tsx'
import { labelOf } from '../purposes.ts'
import { CopyButton } from './copy-button.tsx'
import { FieldFrame } from './field.tsx'
import { say } from './live-regions.tsx'
import { Value } from './value.tsx'

type Props = {
  scope: SensitiveScope
  masked: string
  /** Told the full value while it is on screen, and undefined when it is gone. */
  onShown: (value: string | undefined) => void
}

/** A value that is asked for when the person wants to see it, and forgotten half a minute later. */
export function SensitiveField({ scope, masked, onShown }: Props) {
  const { t } = useLanguage()
  const [wanted, setWanted] = useState(false)
  const [failed, setFailed] = useState(false)
  const name = scopes[scope].label

  const show = () => {
    setFailed(false)
    setWanted(true)
  }
  const hide = () => {
    setWanted(false)
    say(t(`${name}.hidden`))
  }
  const fail = () => {
    setWanted(false)
    setFailed(true)
    say(t('sensitive.fail'))
  }
  const hidden = <Masked value={masked} text={t(`${name}.masked`, { last4: masked.slice(-4) })} />
  return (
    <FieldFrame
      scope={scope}
      tools={
        <>
          <button type="button" className="button quiet" onClick={wanted ? hide : show}>
            {t(wanted ? `${name}.hide` : `${name}.show`)}
          </button>
          {failed && <span className="hint">{t('sensitive.fail')}</span>}
        </>
      }
    >
      {wanted ? (
        <Revealed scope={scope} waiting={hidden} onHide={hide} onFail={fail} onShown={onShown} />
      ) : (
        hidden
      )}
    </FieldFrame>
  )
}

type RevealedProps = {
  scope: SensitiveScope
  waiting: ReactNode
  onHide: () => void
  onFail: () => void
  onShown: Props['onShown']
}

/** The full value, in memory for as long as this is on screen and no longer. */
function Revealed({ scope, waiting, onHide, onFail, onShown }: RevealedProps) {
  const { t } = useLanguage()
  const userInfo = useUserInfo({ reveal: scope })
  const shown = useRef<HTMLDivElement>(null)
  const callbacks = useRef({ onHide, onFail, onShown })
  const value = userInfo.state === 'ready' ? claimText(userInfo.data[scope]) : undefined
  const missing = userInfo.state !== 'waiting' && value === undefined

  useEffect(() => {
    callbacks.current = { onHide, onFail, onShown }
  })
  useEffect(() => {
    if (missing) callbacks.current.onFail()
  }, [missing])
  useEffect(() => {
    const hide = () => callbacks.current.onHide()
    addEventListener('blur', hide)
    document.addEventListener('visibilitychange', hide)
    return () => {
      removeEventListener('blur', hide)
      document.removeEventListener('visibilitychange', hide)
    }
  }, [])
  useEffect(() => {
    if (value === undefined) return
    say(t(`${scopes[scope].label}.shown`))
    callbacks.current.onShown(value)
    const timer = setTimeout(() => callbacks.current.onHide(), 30_000)
    return () => {
      clearTimeout(timer)
      callbacks.current.onShown(undefined)
    }
  }, [value, scope, t])

  if (value === undefined) return waiting
  return (
    <>
      <Value scope={scope} value={value} ref={shown} />
      <CopyButton label={labelOf(scope, t)} value={value} shown={shown} />
    </>
  )
}

/** Dots for the eye, a sentence for the ear. */
function Masked({ value, text }: { value: string; text: string }) {
  return (
    <div data-pii translate="no">
      <span lang="en" aria-hidden="true">
        {value}
      </span>
      <span className="unseen">{text}</span>
    </div>
  )
}
