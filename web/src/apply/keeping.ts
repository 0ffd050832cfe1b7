import { useActivity } from '@sgid-login/hooks'
import type { Draft, Receipt } from '@sgid-login/shared'
import { useMutation } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { keepDraft } from './form.ts'

/** Milliseconds between two saves while the person types, */
const pace = 1_000
/** after one that failed, */
const patience = 5_000
/** and between two words of it to the other tabs. */
const word = 20_000

/**
 * Keeps a draft at the BFF while it is typed: what is on screen goes with the session, and what is
 * there waits for the same person.
 *
 * @param onSent called when the form turns out to have been sent from another tab
 * @returns whether the last try failed. It is tried again as long as there is something to keep
 */
export function useKeeping(draft: Draft, onSent: (receipt: Receipt) => void): boolean {
  const noticed = useNoticed()
  const now = JSON.stringify(draft)
  const [kept, setKept] = useState(now)
  const latest = useRef({ draft, now, onSent })
  useEffect(() => {
    latest.current = { draft, now, onSent }
  })

  const { mutate, isPending, isError, submittedAt } = useMutation({
    mutationFn: () => {
      const { draft, now } = latest.current
      return keepDraft(draft).then(({ receipt }) => ({ receipt, now }))
    },
    onSuccess: ({ receipt, now }) => {
      setKept(now)
      noticed()
      if (receipt) latest.current.onSent(receipt)
    },
    // It fails at once where there is no connection, so that the page can say so.
    networkMode: 'always',
    gcTime: 0,
  })
  const waiting = now !== kept && !isPending
  // Not with each letter anew: somebody who never pauses is kept as well.
  useEffect(() => {
    if (!waiting) return
    const timer = setTimeout(() => mutate(), isError ? patience : pace)
    return () => clearTimeout(timer)
  }, [waiting, isError, submittedAt, mutate])
  return isError
}

/** Typing is an act of the person, and gives every tab more time. */
function useNoticed(): () => void {
  const noticed = useActivity()
  const last = useRef(Number.NEGATIVE_INFINITY)
  return () => {
    if (performance.now() - last.current < word) return
    last.current = performance.now()
    noticed()
  }
}
