import { type Application, pages, type Receipt } from '@sgid-login/shared'
import { CheckPage } from '../form/check-page.tsx'
import type { Faults } from '../form/faults.ts'
import { useSending } from '../form/sending.ts'
import { answersOf } from './faults.ts'
import { send } from './form.ts'
import { useApplyTexts } from './texts.ts'
import { Unkept } from './unkept.tsx'

type Props = {
  verified: Record<string, string>
  application: Application
  received: (receipt: Receipt) => void
  refused: (faults: Faults) => void
  unkept: boolean
}

/** The second step: everything that will be sent, and ways back to what can be changed. */
export function Check({ verified, application, received, refused, unkept }: Props) {
  const own = useApplyTexts()
  const sending = useSending({ send: () => send(application), received, refused })
  return (
    <CheckPage
      page={pages.apply}
      verified={verified}
      answers={answersOf(own, application)}
      sending={sending}
      many={own('apply.unsent.many')}
      notice={<Unkept unkept={unkept} />}
    />
  )
}
