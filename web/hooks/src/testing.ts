import { headers, paths } from '@sgid-login/shared/paths'
import { onTestFinished, vi } from 'vitest'
import type { AnyUserInfo, Session } from './answers.ts'

type Answer = (request: Request) => Response | Promise<Response>

export const signedIn: Session = {
  authenticated: true,
  scopes: ['openid'],
  expiresIn: 14400,
  idleExpiresIn: 900,
}
export const signedOut: Session = { authenticated: false, scopes: [] }

export function userInfo(data: Record<string, string>, masked = {}): AnyUserInfo {
  return { sub: 'u=amy', data, masked }
}

export function problem(status: number, code: string): Response {
  const body = { title: code, status, code, ref: 'r-1' }
  return Response.json(body, { status, headers: { 'Content-Type': 'application/problem+json' } })
}

/**
 * A BFF at the edge of the page: answers by path, and repeats the echo tag as the real one does.
 *
 * @returns the requests so far, as method and path
 */
export function serve(answers: Record<string, Answer>): string[] {
  const requests: string[] = []
  vi.stubGlobal('fetch', async (path: string, init?: RequestInit) => {
    const request = new Request(new URL(path, location.href), init)
    const { pathname, search } = new URL(request.url)
    requests.push(`${request.method} ${pathname}${search}`)
    const answer = await answers[pathname]?.(request)
    if (answer === undefined) throw new TypeError(`nobody answers ${pathname}`)
    // An answer with another tag is one that was made for another request.
    if (!answer.headers.has(headers.echo))
      answer.headers.set(headers.echo, request.headers.get(headers.echo) ?? '')
    return answer
  })
  onTestFinished(() => {
    vi.unstubAllGlobals()
    delete document.documentElement.dataset['locked']
  })
  return requests
}

/** A BFF at which Amy is signed in and shares these values. */
export function serveAmy(data: Record<string, string>, masked = {}, more = {}): string[] {
  return serve({
    [paths.session]: () =>
      Response.json({ ...signedIn, scopes: ['openid', ...Object.keys({ ...data, ...masked })] }),
    [paths.userInfo]: () => Response.json(userInfo(data, masked)),
    ...more,
  })
}
