type Send = (request: Request) => Response | Promise<Response>

export interface Cookie {
  value: string
  sameSite: string
}

/** A browser as far as cookies and fetch metadata go: enough to meet the BFF's guards for real. */
export function createBrowser(send: Send, origin: string) {
  const cookies = new Map<string, Cookie>()

  const request = async (path: string, init: RequestInit, crossSite = false) => {
    const headers = new Headers(init.headers)
    const sent = [...cookies].filter(([, { sameSite }]) => !crossSite || sameSite === 'Lax')
    const cookie = sent.map(([name, { value }]) => `${name}=${value}`).join('; ')
    if (cookie && !headers.has('Cookie')) headers.set('Cookie', cookie)
    const response = await send(new Request(new URL(path, origin), { ...init, headers }))
    for (const line of response.headers.getSetCookie()) keep(line)
    return response
  }

  const keep = (line: string) => {
    const [pair = '', ...attributes] = line.split('; ')
    const [name = '', value = ''] = pair.split(/=(.*)/s)
    if (attributes.includes('Max-Age=0')) return void cookies.delete(name)
    const sameSite = attributes.find((each) => each.startsWith('SameSite='))?.slice(9) ?? 'Lax'
    cookies.set(name, { value, sameSite })
  }

  const navigation = { 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'document' }

  return {
    cookies,
    /** Follows a link of our own pages. */
    visit: (path: string, headers: Record<string, string> = {}) =>
      request(path, { headers: { ...navigation, 'Sec-Fetch-Site': 'same-origin', ...headers } }),
    /** Comes from sgID's page: cookies that are `SameSite=Strict` stay at home. */
    arrive: (path: string | URL, headers: Record<string, string> = {}) =>
      request(
        String(path),
        { headers: { ...navigation, 'Sec-Fetch-Site': 'cross-site', ...headers } },
        true,
      ),
    /** What script of our own pages does. */
    call: (path: string, init: RequestInit = {}) =>
      request(path, {
        ...init,
        headers: { 'X-CSRF': '1', 'Sec-Fetch-Site': 'same-origin', ...init.headers },
      }),
    /** Anything else, with this browser's cookies. */
    request,
  }
}

export type Browser = ReturnType<typeof createBrowser>
