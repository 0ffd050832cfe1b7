import { paths } from '@sgid-login/shared'
import { type Context, Hono } from 'hono'
import type { Deps } from '../deps.ts'
import { BffError } from '../errors.ts'
import { errorPage, redirect } from '../http/answer.ts'
import { type Env, type Visit, visit } from '../http/env.ts'
import { callbackParameters } from '../http/query.ts'
import { allow, navigation } from '../http/request-checks.ts'
import { codeOf, logFailure } from '../observe/failure.ts'
import type { AuthorizationResponse } from '../provider/provider.ts'
import type { Sessions } from '../session/session.ts'
import { type Outcome, type Outcomes, repeatable } from './outcome.ts'
import { createPurposes } from './purpose.ts'
import { returnUrl } from './return-url.ts'
import type { Transaction, Transactions } from './transaction.ts'

export interface LoginParts {
  deps: Deps
  transactions: Transactions
  outcomes: Outcomes
  sessions: Sessions
}

/** The way out to sgID and the way back. Both are places a browser goes to, never calls of a page. */
export function loginRoutes({ deps, transactions, outcomes, sessions }: LoginParts) {
  const { config, provider, now } = deps
  const { callbackPath } = config
  const purposes = createPurposes(config)

  return new Hono<Env>()
    .use(paths.login, allow('GET'), navigation)
    .use(callbackPath, allow('GET'), navigation)

    .get(paths.login, async (c) => {
      const returnTo = returnUrl(c.req.queries('returnTo'), callbackPath)
      c.set('returnTo', returnTo)
      const { cookies, log } = visit(c)
      const purpose = purposes.asked(c.req.queries('purpose'))
      c.set('purpose', purpose)
      const session = await sessions.look({ cookies, log })
      if (typeof session === 'object' && purposes.served(purpose, session)) {
        log('login.already_signed_in')
        return redirect(c, returnTo)
      }

      if (!provider.available())
        throw new BffError('idp_unavailable', 'sgID does not answer for now')
      const begun = await transactions.begin(returnTo, cookies, purpose)
      log('login.started')
      const request = { ...begun.transaction, scopes: purposes.scopesOf(purpose) }
      return redirect(c, await provider.authorizationUrl(request), begun.cookies)
    })

    .get(callbackPath, async (c) => {
      const parameters = callbackParameters(c.req.raw.url)
      const state = parameters.get('state') ?? ''
      const { cookies, log } = visit(c)
      const login = await outcomes.login(state)
      c.set('returnTo', await transactions.returnTo(state))
      const transaction = await transactions.find(state, cookies)
      if (!transaction) return redirect(c, await withoutCookie(state, login, visit(c)))

      c.set('returnTo', transaction.returnTo)
      c.set('purpose', transaction.purpose)
      const scopes = purposes.scopesOf(transaction.purpose)
      const response = provider.authorizationResponse(parameters, transaction.state)
      const secret = `${transaction.id} ${parameters.get('code')}`
      const outcome = await outcomes.once({
        login,
        secret,
        enter: provider.enter,
        finish: () => finish(c, login, { ...transaction, scopes }, response),
        log,
      })
      if (outcome.repeated) log('login.repeated')
      if (!outcome.session) return redirect(c, outcome.location)
      return redirect(c, outcome.location, [outcome.session, await transactions.end(transaction)])
    })

  /** Turns the code into a session. Whatever happens is an outcome: the code is spent. */
  async function finish(
    c: Context<Env>,
    login: string,
    transaction: Transaction & { scopes: string[] },
    response: AuthorizationResponse,
  ): Promise<Outcome> {
    const began = now()
    const { returnTo, scopes, purpose: name } = transaction
    const { cookies, log } = visit(c)
    log('login.returned')
    try {
      const person = await provider.signIn(response, transaction)
      const purpose = name === undefined ? {} : { purpose: { name, scopes } }
      const made = { id: login, returnTo, at: now(), ...purpose }
      const session = await sessions.start(person, made, log)
      await sessions.end({ cookies, log }, 'a new login in the same browser')
      log('login.finished', { took: now() - began })
      return { location: returnTo, session }
    } catch (error) {
      logFailure(log, error, callbackPath)
      return { location: errorPage(c, codeOf(error)) }
    }
  }

  /**
   * A callback without the cookie of its login belongs to another browser, or to a login that is
   * over: the person pressed Back, or a proxy sent the request twice. Within a minute the browser
   * that holds the session is sent to the same page again.
   */
  async function withoutCookie(state: string, login: string, visit: Visit) {
    if ((await outcomes.begun(login)) === undefined) throw transactions.missing(state)
    const session = await sessions.look(visit)
    const made = typeof session === 'object' ? session.aside().login : undefined
    if (made?.id === login && now() - made.at < repeatable * 1000) return made.returnTo
    throw new BffError('login_already_used', 'login was finished before')
  }
}
