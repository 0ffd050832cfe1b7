import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { stall } from './faults/answers.ts'
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

test('a body that never ends is given up by its caller, whatever was collected meanwhile', async () => {
  setFlagsFromString('--expose-gc')
  const collect: () => void = runInNewContext('gc')
  const fetch = inProcessFetch(async (request) => stall(request))
  const caller = new AbortController()
  const response = await fetch(url, { signal: caller.signal })
  for (let i = 0; i < 5; i++) {
    await new Promise((resolve) => setTimeout(resolve, 5))
    collect()
  }
  caller.abort(new Error('given up'))

  await expect(response.text()).rejects.toThrow('given up')
})
