import { headers, Problem, type ProblemCode, paths } from '@sgid-login/shared'
import { transactionCookie } from '../http/cookies.ts'
import { Build } from '../http/page-rules.ts'

export interface Answer {
  status: number
  headers: Headers
  body: string
  /** Where TLS was spoken: the last moment of the certificate. */
  certifiedUntil?: Date | undefined
}

interface Question {
  method?: string
  headers?: Record<string, string>
  body?: string
}

/** Sends one request as it is. Rejects when there is no answer. */
export type Ask = (path: string, question?: Question) => Promise<Answer>

/** A site as one sees it from outside. Nothing is kept, finished or changed there by looking. */
export type Site = ReturnType<typeof createSite>

interface SiteOptions {
  origin: string
  ask: Ask
  /** What the build here wrote down about its pages. */
  local?: Build | undefined
  /** Milliseconds since the epoch. */
  now?: () => number
}

/** As browsers mark a visit of theirs, and a call of a page. @see W3C Fetch Metadata §2 */
const visiting = {
  Accept: 'text/html',
  'Sec-Fetch-Dest': 'document',
  'Sec-Fetch-Mode': 'navigate',
  'Sec-Fetch-Site': 'none',
}
const calling = {
  Accept: 'application/json',
  [headers.csrf]: '1',
  'Sec-Fetch-Dest': 'empty',
  'Sec-Fetch-Mode': 'cors',
  'Sec-Fetch-Site': 'same-origin',
}

/** A page in Chinese: a failure of the login tells by its language whether this arrived. */
export const destination = '/zh/help'
export const loginAddress = `${paths.login}?${new URLSearchParams({ returnTo: destination })}`

export function createSite({ origin, ask, local, now = Date.now }: SiteOptions) {
  const visit: Ask = (path, { headers, ...rest } = {}) =>
    ask(path, { ...rest, headers: { ...visiting, ...headers } })

  /** With a tag of its own, which an answer of the BFF's repeats. */
  const call = async (path: string, { headers: more, ...rest }: Question = {}) => {
    const tag = crypto.randomUUID()
    const sent = { ...calling, [headers.echo]: tag, ...more }
    return { tag, ...(await ask(path, { ...rest, headers: sent })) }
  }

  const landing = once(() => visit('/'))
  /** A login that begins, and which nobody goes on with. */
  const login = once(() => visit(loginAddress))

  /** What the callback says of that login when sgID says that the person said no: it is over. */
  const cancelled = once(async () => {
    const out = await login()
    const request = authorizationRequest(out)
    if (!request) return undefined
    const query = new URLSearchParams({ error: 'access_denied', state: request.state })
    const cookie = loginCookies(out)
      .map((text) => text.split(';')[0])
      .join('; ')
    const address = `${request.redirectUri.pathname}?${query}`
    return visit(address, { headers: cookie ? { Cookie: cookie } : {} })
  })

  /** The page at a path, where a static host may want a slash. */
  const fetchPage = async (path: string) => {
    const answer = await visit(path)
    const moved = [301, 302, 307, 308].includes(answer.status)
    const place = new URL(answer.headers.get('Location') ?? '', origin)
    return moved && place.href === `${origin}${path}/` ? visit(`${path}/`) : answer
  }
  const fetched = new Map<string, Promise<Answer>>()
  const page = (path: string) => {
    const answer = fetched.get(path) ?? fetchPage(path)
    fetched.set(path, answer)
    return answer
  }

  /** What the pages' build wrote down: theirs, or the one here where they do not tell. */
  const build = once(async () => {
    const { status, body } = await ask('/headers.json')
    const live = status === 200 ? parsed(body) : undefined
    return { live, rules: (live ?? local)?.rules ?? [] }
  })

  return {
    origin,
    secure: origin.startsWith('https:'),
    local,
    now,
    ask,
    visit,
    call,
    landing,
    login,
    cancelled,
    page,
    build,
  }
}

function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined
  return () => {
    made ??= make()
    return made
  }
}

function parsed(text: string): Build | undefined {
  try {
    return Build.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}

/** What a browser was sent to sgID with; undefined when the answer sends it nowhere of the kind. */
export function authorizationRequest({ status, headers }: Answer) {
  const location = headers.get('Location') ?? ''
  if (status !== 303 || !URL.canParse(location)) return undefined
  const url = new URL(location)
  const [state, redirectUri] = [url.searchParams.get('state'), url.searchParams.get('redirect_uri')]
  if (!state || !redirectUri || !URL.canParse(redirectUri)) return undefined
  return { url, state, redirectUri: new URL(redirectUri) }
}

/** The `Set-Cookie` values that begin a login. */
export function loginCookies({ headers }: Answer): string[] {
  return headers.getSetCookie().filter((text) => text.startsWith(transactionCookie('')))
}

/** The problem that an answer of the BFF's is; undefined for anything else. */
export function problemOf({ headers, body }: Answer): ProblemCode | undefined {
  if (!headers.get('Content-Type')?.startsWith('application/problem+json')) return undefined
  try {
    return Problem.safeParse(JSON.parse(body)).data?.code
  } catch {
    return undefined
  }
}

/** The failure that an answer sends the browser to read about, at whatever origin. */
export function failureOf({ headers }: Answer) {
  const location = headers.get('Location') ?? ''
  if (!URL.canParse(location, anywhere)) return undefined
  const { pathname, searchParams, origin } = new URL(location, anywhere)
  const code = /^(?:\/\w\w)?\/error\/(\w+)$/.exec(pathname)?.[1]
  const returnTo = searchParams.get('returnTo')
  return code === undefined ? undefined : { code, returnTo, relative: origin === anywhere, origin }
}
const anywhere = 'http://relative.invalid'

/** In a few words, for the report. */
export function summary(answer: Answer): string {
  const problem = problemOf(answer)
  if (problem) return `${answer.status} ${problem}`
  const place = answer.headers.get('Location')?.split('?')[0]
  if (place !== undefined) return `${answer.status} to ${place}`
  const type = answer.headers.get('Content-Type')?.split(';')[0]
  return type ? `${answer.status} ${type}` : `${answer.status}`
}
