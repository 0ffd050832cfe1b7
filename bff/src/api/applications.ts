import { type Applicant, Application, Begin, Draft, type Form, Receipt } from '@sgid-login/shared'
import { answer } from './answer.ts'
import { createApi } from './api.ts'
import { createDrafts } from './drafts.ts'
import { readInput } from './input.ts'
import { createReceipts } from './receipts.ts'

/**
 * The worked example: a short form, for whoever is signed in and shared their name.
 *
 * `GET /api/example/applications` answers with the {@link Applicant}: what the form shows as verified,
 * and takes from here and not from the page.
 *
 * `POST /api/example/draft` with a {@link Begin} answers with the person's one {@link Form}: begun if
 * there is none, otherwise as they left it, in whichever tab and session that was. `after` its key
 * asks for another one.
 *
 * `PUT /api/example/draft` with a {@link Draft} keeps what is typed, and answers with the form. One
 * that was sent is not typed in any more: the answer has its receipt.
 *
 * `POST /api/example/applications` with an {@link Application} in JSON answers with a {@link Receipt}:
 * 201 when this call was the one that was received, 200 when the form with its key had been before,
 * from another tab or by a second press. The name on the receipt is the session's: a form cannot say
 * one.
 *
 * Problems: `invalid_input` with `fields`; `insufficient_scope` when the login did not ask for the
 * name; `rate_limited` for a sixth form within a day; `session_required`, `session_expired`; and
 * `store_unavailable`, after which the same form may be sent again without a second one being made.
 */
export const applications = createApi(['myinfo.name'], async (api, deps) => {
  const kind = { form: 'application', prefix: 'AP', receipt: Receipt }
  const receipts = await createReceipts(deps, kind)
  const drafts = await createDrafts(deps)

  api.get('/example/applications', (c) => {
    const applicant: Applicant = { name: c.var.userInfo.data['myinfo.name'] }
    return answer(c, applicant)
  })

  api.post('/example/draft', async (c) => {
    const { after } = await readInput(c, Begin)
    const { sub } = c.var.userInfo
    const draft = await drafts.begin(sub, after)
    const form: Form = { ...draft, receipt: await receipts.find(sub, draft.key) }
    return answer(c, form)
  })

  api.put('/example/draft', async (c) => {
    const { sub } = c.var.userInfo
    const draft = await readInput(c, Draft)
    const receipt = await receipts.find(sub, draft.key)
    if (receipt === undefined) await drafts.keep(sub, draft)
    const form: Form = { ...draft, receipt }
    return answer(c, form)
  })

  api.post('/example/applications', async (c) => {
    const { sub, data } = c.var.userInfo
    const { key, ...form } = await readInput(c, Application)
    const name = data['myinfo.name']
    const { receipt, first } = await receipts.once(sub, key, (stamp) => ({
      ...stamp,
      name,
      ...form,
    }))
    return answer(c, receipt, first ? 201 : 200)
  })
})
