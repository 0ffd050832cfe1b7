import { expect, test } from 'vitest'
import { approve } from './approve.ts'
import { paths } from './endpoints.ts'
import { createRelyingParty, origin, redirectUri } from './testing/relying-party.ts'

const party = await createRelyingParty()
const { fetch } = party.simulator

test.each([
  ['an unknown client', { client_id: 'NOBODY' }, 'unauthorized_client'],
  ['no client', { client_id: undefined }, 'invalid_request'],
  ['an unregistered redirect URI', { redirect_uri: 'https://evil.example/' }, 'invalid_request'],
  ['a redirect URI with a query added', { redirect_uri: `${redirectUri}?a=b` }, 'invalid_request'],
  ['a redirect URI with a slash added', { redirect_uri: `${redirectUri}/` }, 'invalid_request'],
  ['a redirect URI in capitals', { redirect_uri: redirectUri.toUpperCase() }, 'invalid_request'],
  ['no redirect URI', { redirect_uri: undefined }, 'invalid_request'],
  ['the implicit flow', { response_type: 'id_token' }, 'unsupported_response_type'],
  ['no PKCE challenge', { code_challenge: undefined }, 'invalid_request'],
  ['a challenge of 42 characters', { code_challenge: 'a'.repeat(42) }, 'invalid_request'],
  ['a challenge of 44 characters', { code_challenge: 'a'.repeat(44) }, 'invalid_request'],
  ['a padded challenge', { code_challenge: `${'a'.repeat(42)}=` }, 'invalid_request'],
  ['a plain challenge', { code_challenge_method: 'plain' }, 'invalid_request'],
  ['no challenge method', { code_challenge_method: undefined }, 'invalid_request'],
  ['a scope without openid', { scope: 'myinfo.name' }, 'invalid_scope'],
  ['a scope the client may not ask for', { scope: 'openid myinfo.email' }, 'invalid_scope'],
  ['a scope of no known form', { scope: 'openid name' }, 'invalid_scope'],
  ['two spaces between scopes', { scope: 'openid  myinfo.name' }, 'invalid_scope'],
  ['no scope', { scope: undefined }, 'invalid_request'],
  ['a state with a dot', { state: 'a.b' }, 'invalid_request'],
  ['a state of 129 characters', { state: 'a'.repeat(129) }, 'invalid_request'],
  ['a nonce of 129 characters', { nonce: 'a'.repeat(129) }, 'invalid_request'],
])('a request with %s gets an error page and no redirect', async (_what, changes, code) => {
  const response = await fetch(party.authorizationUrl(changes))

  expect(response.status).toBe(400)
  expect(response.headers.has('location')).toBe(false)
  expect(response.headers.get('content-type')).toMatch('text/html')
  expect(await response.text()).toContain(`<code id="error">${code}</code>`)
  expect(party.simulator.log().at(-1)?.refused).toMatch(code)
})

test.each(['state', 'redirect_uri', 'scope'])(
  'a request with two of %s is refused',
  async (name) => {
    const url = party.authorizationUrl()
    url.searchParams.append(name, url.searchParams.get(name) ?? '')

    expect((await fetch(url)).status).toBe(400)
  },
)

test('a good request gets a page with a form and no redirect', async () => {
  const response = await fetch(party.authorizationUrl())
  const html = await response.text()

  expect(response.status).toBe(200)
  expect(response.headers.get('refresh')).toBe(null)
  expect(html).not.toContain('http-equiv')
  expect(html).toContain('<form method="post"')
  expect(html).toContain('<code>myinfo.registered_address</code>')
  expect(html).not.toContain('<b>BOLD</b>')
})

test('the longest state and nonce are carried, and a missing state is not made up', async () => {
  const state = 'a'.repeat(128)

  const long = await approve(fetch, party.authorizationUrl({ state, nonce: 'n'.repeat(128) }))
  const none = await approve(fetch, party.authorizationUrl({ state: undefined }))

  expect(long.searchParams.get('state')).toBe(state)
  expect([...none.searchParams.keys()]).toEqual(['code'])
})

test('a code has the characters that must be encoded in a URL and in a form', async () => {
  expect(await party.code()).toMatch(/^(?=.*\+)(?=.*\/).*=$/)
})

test('whoever denies goes back with access_denied and without a code', async () => {
  const callback = await approve(fetch, party.authorizationUrl(), { allow: false })

  expect(callback.href.startsWith(`${redirectUri}?`)).toBe(true)
  expect(Object.fromEntries(callback.searchParams)).toEqual({
    error: 'access_denied',
    error_description: 'The person did not allow it',
    state: 'state-1',
  })
})

test('a redirect URI keeps the query it was registered with', async () => {
  const withQuery = `${redirectUri}?a=%20b`
  const other = await createRelyingParty({ client: { redirectUris: [withQuery] } })

  const url = other.authorizationUrl({ redirect_uri: withQuery })
  const callback = await approve(other.simulator.fetch, url)

  expect(callback.href.startsWith(`${withQuery}&code=`)).toBe(true)
})

async function openPage(simulator = party.simulator): Promise<string> {
  const html = await (await simulator.fetch(party.authorizationUrl())).text()
  return /name="pending" value="([^"]+)"/.exec(html)?.[1] ?? ''
}

function answer(form: Record<string, string>, simulator = party.simulator): Promise<Response> {
  const body = new URLSearchParams({ persona: 'plain', decision: 'allow', ...form })
  return simulator.fetch(origin + paths.authorize, { method: 'POST', body, redirect: 'manual' })
}

test('a page is answered once', async () => {
  const pending = await openPage()

  const [first, second] = [await answer({ pending }), await answer({ pending })]

  expect(first.status).toBe(303)
  expect(second.status).toBe(400)
  expect(second.headers.has('location')).toBe(false)
})

test('a page that is ten minutes old is not answered', async () => {
  let now = 1_000_000
  const aging = await createRelyingParty({ now: () => now, clients: [party.made.client] })
  const [early, late] = [await openPage(aging.simulator), await openPage(aging.simulator)]

  now += 599_999
  expect((await answer({ pending: early }, aging.simulator)).status).toBe(303)
  now += 1
  expect((await answer({ pending: late }, aging.simulator)).status).toBe(400)
})

test.each([
  ['a page that was never shown', { pending: 'made-up' }],
  ['a person who does not exist', { persona: 'nobody' }],
  ['neither Allow nor Deny', { decision: 'perhaps' }],
])('an answer with %s is refused', async (_what, form) => {
  const response = await answer({ pending: await openPage(), ...form })

  expect(response.status).toBe(400)
  expect(response.headers.has('location')).toBe(false)
})
