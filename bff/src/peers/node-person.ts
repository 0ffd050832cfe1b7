import { paths } from '@sgid-login/shared'
import { approve } from 'sgid-simulator'
import { vi } from 'vitest'
import { createBrowser } from '../testing/browser.ts'

const network = fetch

/** The page's own code. By its address: no project of the workspace may build upon the page. */
const code = (name: string) =>
  import(new URL(`../../../web/hooks/src/${name}`, import.meta.url).href)
const page: { request(path: string, is: unknown): Promise<unknown> } = await code('request.ts')
const { isSession, isUserInfo }: Record<string, unknown> = await code('answers.ts')

/** What came over the wire, and what the page made of it. */
export interface Read {
  received: string
  /** The answer, when the page accepted it. */
  shown?: unknown
  /** Why it did not. */
  refused?: string
}

interface Place {
  /** Where the requests go. */
  url: () => string
  /** What the browser takes it for. */
  origin: string
  /** Who it is at sgID. */
  persona?: string
}

/** A person with a browser of their own, somewhere outside. */
export function createPerson({ url, origin, persona = 'plain' }: Place) {
  const answers: Response[] = []
  const send = async (request: Request) => {
    const { pathname, search } = new URL(request.url)
    const redirect = request.redirect === 'error' ? 'error' : 'manual'
    const answer = await network(new Request(url() + pathname + search, request), { redirect })
    answers.push(answer.clone())
    return answer
  }
  const browser = createBrowser(send, origin)

  /** A call of the page. */
  const read = async (path: string, is: unknown): Promise<Read> => {
    let received = ''
    // The page's code takes fetch from the world, before it returns.
    vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
      const answer = await browser.call(path, init)
      received = await answer.clone().text()
      return answer
    })
    const asked = page.request(path, is)
    vi.unstubAllGlobals()
    try {
      return { shown: await asked, received }
    } catch (error) {
      return { refused: reason(error), received }
    }
  }

  return {
    ...browser,
    /** Every answer that this browser received. */
    answers,
    /** What the profile shows. */
    profile: (query = '') => read(paths.userInfo + query, isUserInfo),
    session: () => read(paths.session, isSession),
    /** Goes to sgID from an answer of `/auth/login`, and says yes. @returns the callback's address */
    agree: (out: Response) => approve(network, out.headers.get('Location') ?? '', { persona }),
    /** The whole way. @returns the answer to the callback */
    async signIn(returnTo = '/profile') {
      const out = await browser.visit(`${paths.login}?${new URLSearchParams({ returnTo })}`)
      return browser.arrive(await this.agree(out))
    },
  }
}

export type Person = ReturnType<typeof createPerson>

function reason(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error)
  if ('reason' in error) return String(error.reason)
  return 'code' in error ? String(error.code) : String(error)
}
