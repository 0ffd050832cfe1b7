import { defaultPersona } from './personas/personas.ts'

/** What the person does on the page. */
export interface Decision {
  /** Whom to log in as, by id: `plain` if nobody is named. */
  persona?: string
  /** Whether to agree: true if nothing is said. */
  allow?: boolean
}

/**
 * Plays the person in a test without a browser: opens the authorization URL's page, chooses,
 * and clicks Allow or Deny.
 *
 * @param fetch reaches the simulator: its own, or the global one where it has a port
 * @param authorizationUrl the URL to which the relying party sends the browser
 * @param decision who agrees, or does not
 * @returns where the browser is sent: the relying party's callback URL
 * @throws {Error} with the page's own words, when it offers nothing to click; when it knows nobody
 * of that id
 * @see RFC 6749 §4.1.1, §4.1.2
 */
export async function approve(
  fetch: (request: Request) => Promise<Response>,
  authorizationUrl: string | URL,
  { persona = defaultPersona, allow = true }: Decision = {},
): Promise<URL> {
  const opened = await fetch(new Request(authorizationUrl, { redirect: 'manual' }))
  const html = await opened.text()
  const action = /<form method="post" action="([^"]+)">/.exec(html)?.[1]
  const pending = /<input type="hidden" name="pending" value="([^"]+)">/.exec(html)?.[1]
  if (action === undefined || pending === undefined)
    throw new Error(`The simulator answered ${opened.status}: ${words(html)}`)
  if (!html.includes(`name="persona" value="${persona}"`))
    throw new Error(`The simulator knows nobody called ${persona}`)

  const answered = await fetch(
    new Request(new URL(action, authorizationUrl), {
      method: 'POST',
      body: new URLSearchParams({ pending, persona, decision: allow ? 'allow' : 'deny' }),
      redirect: 'manual',
    }),
  )
  const location = answered.headers.get('location')
  if (answered.status !== 303 || location === null)
    throw new Error(`The simulator answered ${answered.status}: ${words(await answered.text())}`)
  return new URL(location)
}

function words(html: string): string {
  const main = html.slice(html.indexOf('<main>'))
  return main
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
}
