import { type Is, request } from '@sgid-login/hooks'
import { type Application, type Draft, Form, paths, Receipt } from '@sgid-login/shared'
import { queryOptions } from '@tanstack/react-query'

/** The person's one form, as they left it: begun by the BFF when there is none. */
export const formQuery = queryOptions({
  queryKey: ['form'],
  queryFn: ({ signal }) => request(paths.draft, isForm, { method: 'POST', body: {}, signal }),
  staleTime: Number.POSITIVE_INFINITY,
  gcTime: 0,
  // A refusal stays one however often it is asked for, and the page has a button for the rest.
  retry: false,
})

/** Another form, after the one with this key. */
export function beginAfter(key: string): Promise<Form> {
  return request(paths.draft, isForm, { method: 'POST', body: { after: key } })
}

/** @returns the form, with its receipt if it was sent from another tab */
export function keepDraft(draft: Draft): Promise<Form> {
  return request(paths.draft, isForm, { method: 'PUT', body: draft })
}

/** Sent twice, a form is received once: the receipt is the same. */
export function send(application: Application): Promise<Receipt> {
  return request(paths.applications, isReceipt, { method: 'POST', body: application })
}

const isForm: Is<Form> = (body): body is Form => Form.safeParse(body).success
const isReceipt: Is<Receipt> = (body): body is Receipt => Receipt.safeParse(body).success
