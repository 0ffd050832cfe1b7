import { pages } from '@sgid-login/shared'
import { useQuery } from '@tanstack/react-query'
import { formQuery } from '../apply/form.ts'
import { Steps } from '../apply/steps.tsx'
import { useApplyTexts } from '../apply/texts.ts'
import { type About, FormPage, FormWaiting, Known, known, NotOpened } from '../form/form-page.tsx'

/** The worked example: a short form, filled in from what sgID shared. */
export function Apply() {
  const own = useApplyTexts()
  const about = {
    page: pages.apply,
    heading: own('apply.h1'),
    lead: own('apply.lead'),
    needs: ['myinfo.name'],
    fields: 3,
  }
  return (
    <FormPage about={about}>
      <Loaded about={about} />
    </FormPage>
  )
}

function Loaded({ about }: { about: About }) {
  // Asked for beside the person's details, as those are beside the session.
  const form = useQuery(formQuery)
  const again = () => {
    if (form.isError) form.refetch()
  }
  return (
    <Known about={about} retry={again}>
      {(data) => {
        if (form.isError && form.fetchStatus !== 'paused')
          return <NotOpened about={about} retry={again} />
        if (form.data === undefined) return <FormWaiting about={about} />
        const prefill = {
          address: known(data, 'myinfo.registered_address'),
          email: known(data, 'myinfo.email'),
        }
        const verified = { 'myinfo.name': data['myinfo.name'] ?? '' }
        const { key } = form.data
        return <Steps key={key} form={form.data} verified={verified} prefill={prefill} />
      }}
    </Known>
  )
}
