import { Application, type Draft, type Form, pages, type Receipt } from '@sgid-login/shared'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useLocation, useNavigate } from 'react-router'
import { type Faults, faultsAt, faultsOf, hasFaults } from '../form/faults.ts'
import { Ask } from './ask.tsx'
import { Check } from './check.tsx'
import { Done } from './done.tsx'
import { fieldNames, type Typed } from './faults.ts'
import { beginAfter, formQuery } from './form.ts'
import { useKeeping } from './keeping.ts'

type Props = {
  form: Form
  /** Scope → value, as sgID vouches for it. */
  verified: Record<string, string>
  /** What the fields hold until somebody types in them. */
  prefill: Typed
}

/**
 * Fill in, check, sent. The address names the step, so that Back and a reload do what one expects of
 * them; what is typed is here, and at the BFF.
 */
export function Steps({ form, verified, prefill }: Props) {
  const { key } = form
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const step = new URLSearchParams(useLocation().search).get('step')
  const [touched, setTouched] = useState<Partial<Typed>>(typedIn(form))
  const [faults, setFaults] = useState<Faults>({})
  const [receipt, setReceipt] = useState(form.receipt)

  const received = (receipt: Receipt) => {
    setReceipt(receipt)
    navigate(`${pages.apply}?step=sent`, { replace: true })
  }
  const unkept = useKeeping(draftOf(key, touched), received)
  const values = { ...prefill, ...touched }

  if (receipt) {
    const another = async () => {
      queryClient.setQueryData(formQuery.queryKey, await beginAfter(key))
      navigate(pages.apply)
    }
    return <Done receipt={receipt} another={another} />
  }
  const application = { key, ...values }
  const found = faultsAt(fieldNames, faultsOf(Application, application))
  if (step === 'check' && !hasFaults(found)) {
    const refused = (faults: Faults) => {
      setFaults(faults)
      navigate(pages.apply, { replace: true })
    }
    return <Check {...{ verified, application, received, refused, unkept }} />
  }
  const checked = () => {
    setFaults(found)
    if (!hasFaults(found)) navigate(`${pages.apply}?step=check`)
  }
  const typed = (more: Partial<Typed>) => setTouched((before) => ({ ...before, ...more }))
  return <Ask {...{ verified, values, prefill, faults, typed, checked, unkept }} />
}

function typedIn({ email, address }: Draft): Partial<Typed> {
  return { ...(email !== undefined && { email }), ...(address !== undefined && { address }) }
}

/** The BFF keeps no more than this of a field; a form with as much is not sent. */
const most = 2000

function draftOf(key: string, { email, address }: Partial<Typed>): Draft {
  const whole = { email: email?.slice(0, most), address: address?.slice(0, most) }
  return { key, ...typedIn({ key, ...whole }) }
}
