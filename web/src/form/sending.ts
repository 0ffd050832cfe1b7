import { ProblemError, useActivity } from '@sgid-login/hooks'
import { useMutation } from '@tanstack/react-query'
import { useRef } from 'react'
import type { Faults } from './faults.ts'

type Options<Receipt> = {
  send: () => Promise<Receipt>
  received: (receipt: Receipt) => void
  /** Called where the BFF finds something wrong with fields. */
  refused: (faults: Faults) => void
}

/** Sends a form when the person says so, once at a time, and never later by itself. */
export function useSending<Receipt>({ send, received, refused }: Options<Receipt>) {
  const noticed = useActivity()
  // Not `isPending`: a second press may come before it is rendered.
  const busy = useRef(false)
  const { mutate, isPending, error } = useMutation({
    mutationFn: send,
    onSuccess: (receipt) => {
      noticed()
      received(receipt)
    },
    onError: (error) => {
      if (error instanceof ProblemError && error.fields) refused(error.fields)
    },
    onSettled: () => {
      busy.current = false
    },
    // Pressed without a connection it fails now.
    networkMode: 'always',
    gcTime: 0,
  })
  const press = () => {
    if (busy.current) return
    busy.current = true
    mutate()
  }
  return { press, sending: isPending, error }
}
