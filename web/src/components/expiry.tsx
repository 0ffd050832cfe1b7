import { useEffect, useId, useLayoutEffect, useRef, useState } from 'react'
import { useDeparture } from '../api/departure.tsx'
import { useExtend } from '../api/extend.ts'
import { useLogout } from '../api/logout.ts'
import type { Alive } from '../api/session.ts'
import { durationText, timeText } from '../i18n/dates.ts'
import { useLanguage } from '../i18n/language.tsx'
import { say, shout } from './live-regions.tsx'

/** Seconds before the end at which the person is asked, and told. */
const warning = 120
const notice = 300

/** Asks whether to stay logged in, while there is time to answer. At the end it clears the screen. */
export function ExpiryDialog({ session }: { session: Alive }) {
  const { expire } = useDeparture()
  const { idle, absolute } = useTimeLeft(session)
  const over = idle <= 0 || absolute <= 0
  const limit = absolute <= idle ? 'absolute' : 'idle'
  useEffect(() => {
    if (over) expire(limit)
  }, [over, limit, expire])
  // Nothing can be extended when the session ends for good.
  if (over || idle > warning || absolute <= idle) return null
  return <StayDialog left={idle} />
}

/** Says when the session will end whatever the person does, for the last five minutes. */
export function EndNotice({ session }: { session: Alive }) {
  const { t, tag } = useLanguage()
  const { absolute } = useTimeLeft(session)
  if (absolute > notice) return null
  const time = timeText(Date.now() + absolute * 1000, tag)
  return <p className="notice">{t('end.soon', { time })}</p>
}

/** Seconds until each limit, counted from the server's answer by a clock that nobody can set. */
function useTimeLeft({ at, idleExpiresIn, expiresIn }: Alive) {
  const [now, setNow] = useState(at)
  const passed = Math.max(0, now - at) / 1000
  const left = { idle: idleExpiresIn - passed, absolute: expiresIn - passed }
  const pauses = [left.idle - warning, left.absolute - notice].filter((seconds) => seconds > 0)
  // Nothing to see for long, then one step a second.
  const pause = pauses.length === 2 ? Math.min(...pauses) : 1
  useEffect(() => {
    const timer = setTimeout(() => setNow(performance.now()), Math.min(pause, left.idle) * 1000)
    return () => clearTimeout(timer)
  })
  return left
}

function StayDialog({ left }: { left: number }) {
  const { t, tag } = useLanguage()
  const extend = useExtend()
  const logout = useLogout()
  const dialog = useRef<HTMLDialogElement>(null)
  const [failed, setFailed] = useState(false)
  const [title, text] = [useId(), useId()]
  const time = durationText(left, tag)
  const sentence = t('timeout.text', { time })

  const stay = async () => {
    setFailed(false)
    if (await extend()) {
      delete document.documentElement.dataset['locked']
      say(t('timeout.done'))
    } else {
      setFailed(true)
      shout(t('timeout.offline'))
    }
  }
  useLayoutEffect(() => {
    const element = dialog.current
    element?.showModal()
    // Somebody who was not looking may not be the one who looks next.
    if (document.visibilityState === 'hidden') document.documentElement.dataset['locked'] = ''
    // Closing gives the focus back to where it was.
    return () => element?.close()
  }, [])
  useTitle(t('timeout.title', { time, service: t('service') }))
  useEvery(left, () => shout(sentence))

  return (
    <dialog
      ref={dialog}
      role="alertdialog"
      aria-labelledby={title}
      aria-describedby={text}
      onCancel={(event) => {
        event.preventDefault()
        stay()
      }}
    >
      <h2 id={title}>{t('timeout.h')}</h2>
      <p id={text} aria-hidden="true">
        {sentence}
      </p>
      {failed && <p className="notice">{t('timeout.offline')}</p>}
      <p className="actions">
        <button type="button" className="button" onClick={stay}>
          {t('timeout.stay')}
        </button>
        <button type="button" className="button quiet" onClick={logout}>
          {t('timeout.leave')}
        </button>
      </p>
      <p className="unseen" role="alert" />
    </dialog>
  )
}

/** While the page is out of sight its title says what is going on. */
function useTitle(title: string): void {
  const before = useRef(document.title)
  useEffect(() => {
    document.title = document.visibilityState === 'hidden' ? title : before.current
  })
  useEffect(() => {
    const { current } = before
    return () => {
      document.title = current
    }
  }, [])
}

/** Calls at first, at one minute, then every twenty seconds. */
function useEvery(left: number, call: () => void): void {
  const step = left > 60 ? 0 : 1 + Math.floor((60 - left) / 20)
  const latest = useRef(call)
  useEffect(() => {
    latest.current = call
  })
  useEffect(() => latest.current(), [step])
}
