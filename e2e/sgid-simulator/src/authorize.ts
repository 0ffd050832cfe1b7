import { Hono } from 'hono'
import { type AuthorizationRequest, parseAuthorizationRequest } from './authorization-request.ts'
import { paths } from './endpoints.ts'
import { authorizeFaults } from './faults/authorize.ts'
import { authorizePageFaults } from './faults/authorize-page.ts'
import { authorizePage } from './pages/authorize-page.ts'
import { pageHeaders } from './pages/page.ts'
import { readParameters, required } from './parameters.ts'
import { findPersona } from './personas/personas.ts'
import type { Env, Provider } from './provider.ts'
import { Refusal } from './refusal.ts'

/** The page where a person is chosen, and what their click does. */
export function authorizeRoutes(provider: Provider) {
  const { clients, grants, issuer } = provider

  return new Hono<Env>()
    .get(paths.authorize, async (c) => {
      const { entry, faults } = c.var
      const spoiled = await faults.first(authorizePageFaults)?.answer(c.req.raw)
      if (spoiled) return spoiled

      const query = new URL(c.req.url).searchParams
      entry.client = query.get('client_id') ?? ''
      const request = parseAuthorizationRequest(query, clients)
      return c.html(authorizePage(request, grants.ask(request)), 200, pageHeaders)
    })
    .post(paths.authorize, async (c) => {
      const form = readParameters(new URLSearchParams(await c.req.text()))
      const persona = findPersona(required(form, 'persona'))
      if (!persona) throw new Refusal('invalid_request', 'there is no such person')
      const decision = required(form, 'decision')
      if (decision !== 'allow' && decision !== 'deny')
        throw new Refusal('invalid_request', 'decision is neither allow nor deny')

      const request = grants.takePending(required(form, 'pending'))
      if (!request)
        throw new Refusal(
          'invalid_request',
          'this page was answered before, or is over 10 minutes old',
        )
      c.var.entry.client = request.client.clientId
      if (decision === 'deny') return c.redirect(callbackUrl(request, denial), 303)

      const allowed = { code: grants.issueCode(request, persona) }
      const spoil = c.var.faults.first(authorizeFaults)?.callback
      return c.redirect(
        callbackUrl(request, allowed, (answer) => spoil?.(answer, issuer)),
        303,
      )
    })
}

const denial = { error: 'access_denied', error_description: 'The person did not allow it' }

/** RFC 6749 §4.1.2: the registered redirect URI keeps its own query. */
function callbackUrl(
  { redirectUri, state }: AuthorizationRequest,
  answer: Record<string, string>,
  spoil?: (answer: URLSearchParams) => void,
): string {
  const query = new URLSearchParams(answer)
  if (state !== undefined) query.set('state', state)
  spoil?.(query)
  return `${redirectUri}${redirectUri.includes('?') ? '&' : '?'}${query}`
}
