import { useEffect, useId, useLayoutEffect, useRef, useState } from 'react'
import { cover, uncover } from './departure.ts'
import { useSessionExpiry } from './expiry.ts'
import { useExtend } from './extend.ts'
import { useLogout } from './logout.ts'

/** What the dialog says, in the words of a page. @see WCAG 2.2 §2.2.1 */
export interface ExpiryTexts {
  /** The question, in one line. */
  heading: string
  /**
   * That the person will be logged out, and when: a sentence for the seconds that are left. Read
   * out at first, at one minute, then every 20 seconds. Must not throw.
   */
  text: (seconds: number) => string
  /** Of the button that stays, in one line. */
  stay: string
  /** Of the button that logs out, in one line. */
  leave: string
  /** When nobody answered, in a sentence. */
  failed: string
  /**
   * The page's title while it is out of sight: one line for the seconds that are left. Must not
   * throw.
   */
  title: (seconds: number) => string
}

/** What `<SessionExpiryDialog>` is told. @see WCAG 2.2 §2.2.1 */
export interface SessionExpiryDialogProps {
  /** Instead of the English ones: each that is not there is in English. */
  texts?: Partial<ExpiryTexts>
  /**
   * Part → its class. `unseen` is for what is only read out, and has to hide it from the eye;
   * without it the element does that by itself.
   */
  classes?: Partial<Record<'dialog' | 'failed' | 'actions' | 'stay' | 'leave' | 'unseen', string>>
  /** Seconds before the idle end at which it opens: 120 if nothing is said. */
  ask?: number
  /** Called when the person has more time. Must not throw. */
  onStayed?: () => void
}

const english: ExpiryTexts = {
  heading: 'Do you want to stay logged in?',
  text: (seconds) => `For your security, we will log you out in ${duration(seconds)}.`,
  stay: 'Stay logged in',
  leave: 'Log out now',
  failed: 'We cannot reach the server. Try again.',
  title: (seconds) => `${duration(seconds)} left`,
}

/**
 * Asks whether to stay logged in, while there is time to answer. A modal `<dialog>`,
 * with the focus on staying; Escape stays too. It takes the focus back to where it was, and comes
 * and goes in all tabs at once. Within `<RequireSession>` it is there by itself.
 *
 * @param props its texts and classes, and when it opens
 * @returns the dialog, near the idle end; nothing before
 * @throws {Error} outside of a `QueryClientProvider`, and when it opens outside of
 * `<SgidLoginProvider>`
 * @see WCAG 2.2 §2.2.1
 */
export function SessionExpiryDialog({ ask = 120, ...props }: SessionExpiryDialogProps) {
  const expiry = useSessionExpiry({ ask })
  return expiry?.state === 'ask' ? <Dialog left={expiry.idle} {...props} /> : null
}

type DialogProps = Omit<SessionExpiryDialogProps, 'ask'> & { left: number }

function Dialog({ left, texts, classes = {}, onStayed }: DialogProps) {
  const words = { ...english, ...texts }
  const extend = useExtend()
  const logout = useLogout()
  const dialog = useRef<HTMLDialogElement>(null)
  const heard = useRef<HTMLParagraphElement>(null)
  const [failed, setFailed] = useState(false)
  const [title, text] = [useId(), useId()]
  const sentence = words.text(left)
  const shout = (words: string) => {
    heard.current?.replaceChildren()
    // The pause makes the same words, said twice, two events.
    setTimeout(() => heard.current?.replaceChildren(words), 50)
  }

  const stay = async () => {
    setFailed(false)
    if (await extend()) {
      uncover()
      onStayed?.()
    } else {
      setFailed(true)
      shout(words.failed)
    }
  }
  useLayoutEffect(() => {
    const element = dialog.current
    element?.showModal()
    // Somebody who was not looking may not be the one who looks next.
    if (document.visibilityState === 'hidden') cover()
    // Closing gives the focus back to where it was.
    return () => element?.close()
  }, [])
  useTitle(words.title(left))
  useEvery(left, () => shout(sentence))

  return (
    <dialog
      ref={dialog}
      role="alertdialog"
      className={classes.dialog}
      aria-labelledby={title}
      aria-describedby={text}
      onCancel={(event) => {
        event.preventDefault()
        stay()
      }}
    >
      <h2 id={title}>{words.heading}</h2>
      <p id={text} aria-hidden="true">
        {sentence}
      </p>
      {failed && <p className={classes.failed}>{words.failed}</p>}
      <p className={classes.actions}>
        <button type="button" className={classes.stay} onClick={stay}>
          {words.stay}
        </button>{' '}
        <button type="button" className={classes.leave} onClick={logout}>
          {words.leave}
        </button>
      </p>
      <p
        ref={heard}
        role="alert"
        className={classes.unseen}
        style={classes.unseen === undefined ? unseen : undefined}
      />
    </dialog>
  )
}

const unseen = { position: 'absolute', clipPath: 'inset(50%)' } as const

function duration(seconds: number): string {
  const left = Math.ceil(seconds)
  const [unit, count] =
    left < 60 ? (['second', left] as const) : (['minute', Math.ceil(left / 60)] as const)
  return new Intl.NumberFormat('en', { style: 'unit', unit, unitDisplay: 'long' }).format(count)
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
function useEvery(left: number, call: (step: number) => void): void {
  const step = left > 60 ? 0 : 1 + Math.floor((60 - left) / 20)
  const latest = useRef(call)
  useEffect(() => {
    latest.current = call
  })
  useEffect(() => latest.current(step), [step])
}
