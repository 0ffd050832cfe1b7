import { type Application, pages, type Receipt } from '@sgid-login/shared'
import { CheckPage } from '../form/check-page.tsx'
import type { Faults } from '../form/faults.ts'
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
  return (
    <CheckPage
      page={pages.apply}
      answers={answersOf(own, application)}
      send={() => send(application)}
      many={own('apply.unsent.many')}
      notice={<Unkept unkept={unkept} />}
      {...{ verified, received, refused }}
    />
  )
}
