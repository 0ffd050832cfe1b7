import { expect, test } from 'vitest'
import { ConnectionCut, inProcessFetch } from './fetch.ts'

const url = 'http://127.0.0.1/'

test('a cut connection rejects as the global fetch does', async () => {
  const fetch = inProcessFetch(async () => {
    throw new ConnectionCut('cut')
  })

  await expect(fetch(url)).rejects.toThrow(new TypeError('fetch failed'))
})

test('an aborted call rejects with its reason, before and during the work', async () => {
  const fetch = inProcessFetch(() => new Promise(() => {}))
  const during = new AbortController()

  const early = fetch(url, { signal: AbortSignal.abort(new Error('before')) })
  const late = fetch(url, { signal: during.signal })
  during.abort(new Error('during'))

  await expect(early).rejects.toThrow('before')
  await expect(late).rejects.toThrow('during')
})

test('a redirect is handed over, or an error for a caller who wants none', async () => {
  const fetch = inProcessFetch(
    async () => new Response(null, { status: 302, headers: { Location: url } }),
  )

  expect((await fetch(url)).status).toBe(302)
  await expect(fetch(url, { redirect: 'error' })).rejects.toThrow('fetch failed')
})
