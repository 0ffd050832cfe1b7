import { headers, pages, paths, type Session as SessionAnswer, UserInfo } from '@sgid-login/shared'
import { Hono } from 'hono'
import type { Deps } from '../deps.ts'
import { BffError } from '../errors.ts'
import { json } from '../http/answer.ts'
import { type Env, visit } from '../http/env.ts'
import { revealedScope } from '../http/query.ts'
import { ownCall, ownCallOrForm } from '../http/request-checks.ts'
import type { Lookup, Session, Sessions } from './session.ts'

/** What a page asks about the signed-in person, and the way out. */
export function sessionRoutes({ deps, sessions }: { deps: Deps; sessions: Sessions }) {
  const { config, provider } = deps
  const { scopes, publicOrigin } = config

  return new Hono<Env>()
    .use(paths.session, ownCall(publicOrigin, 'GET'))
    .use(paths.extend, ownCall(publicOrigin, 'POST'))
    .use(paths.userInfo, ownCall(publicOrigin, 'GET'))
    .use(paths.logout, ownCallOrForm(publicOrigin, 'POST'))

    .get(paths.session, async (c) => {
      const session = await sessions.look(visit(c))
      if (typeof session === 'object') return json(c, alive(session, scopes))
      const nobody: SessionAnswer = { authenticated: false, scopes }
      const answer = provider.available() ? nobody : { ...nobody, signIn: 'unavailable' }
      return json(c, JSON.stringify(answer))
    })

    .post(paths.extend, async (c) => {
      const session = required(await sessions.touch(visit(c)))
      c.var.log('session.extended', { person: session.aside().person })
      return json(c, alive(session, scopes))
    })

    .get(paths.userInfo, async (c) => {
      const scope = revealedScope(c.req.raw.url)
      const session = required(await sessions.touch(visit(c)))
      if (scope === undefined) return json(c, text(session.userInfo))
      const revealed = reveal(session, scope)
      c.var.log('session.revealed', { person: session.aside().person, scope })
      return json(c, revealed)
    })

    .post(paths.logout, async (c) => {
      await sessions.end(visit(c), 'the person logged out')
      c.header('Set-Cookie', sessions.clear())
      if (c.req.header(headers.csrf) === undefined) return c.redirect(pages.loggedOut, 303)
      return c.body(null, 204)
    })
}

/** @throws {BffError} `session_required`, `session_expired` */
export function required(session: Lookup): Session {
  if (session === 'none') throw new BffError('session_required', 'no session cookie')
  if (session === 'ended') throw new BffError('session_expired', 'the session is over')
  return session
}

/** @param scopes of a login that was for no purpose in particular */
function alive({ expiresIn, idleExpiresIn, aside }: Session, scopes: string[]): string {
  const { purpose } = aside().login
  const asked = purpose ? { scopes: purpose.scopes, purpose: purpose.name } : { scopes }
  const answer: SessionAnswer = { authenticated: true, ...asked, expiresIn, idleExpiresIn }
  return JSON.stringify(answer)
}

/** User info with one of its masked values in full: the person asked to see it. */
function reveal(session: Session, scope: string): string {
  const { sensitive } = session.aside()
  const value = Object.hasOwn(sensitive, scope) ? sensitive[scope] : undefined
  if (value === undefined) throw new BffError('not_found', 'nothing is masked under that scope')
  const { sub, data, masked } = UserInfo.parse(JSON.parse(text(session.userInfo)))
  const rest = Object.entries(masked).filter(([name]) => name !== scope)
  return JSON.stringify({
    sub,
    data: { ...data, [scope]: value },
    masked: Object.fromEntries(rest),
  })
}

const decoder = new TextDecoder()

/** A server sends text in one piece with its headers, and bytes in a second one. */
function text(userInfo: Session['userInfo']): string {
  return decoder.decode(userInfo.reveal())
}
