import { describe, expect, test } from 'vitest'
import { BffError } from '../errors.ts'
import { errorCode, location, openFrontDoor, problem, signIn } from '../testing/front-door.ts'
import { createMemoryStore } from './memory-store.ts'
import type { SessionStore } from './store.ts'

/** A store whose wire can be cut: from then on every call fails as `broken` says. */
function cuttable() {
  const inner = createMemoryStore()
  const wire: { broken?: () => Error } = {}
  const through = <Result>(call: () => Promise<Result>): Promise<Result> =>
    wire.broken ? Promise.reject(wire.broken()) : call()
  const store: SessionStore = {
    get: (key) => through(() => inner.get(key)),
    put: (key, value, ttl) => through(() => inner.put(key, value, ttl)),
    touch: (key, ttl) => through(() => inner.touch(key, ttl)),
    take: (key) => through(() => inner.take(key)),
    mark: (key, value, ttl) => through(() => inner.mark(key, value, ttl)),
    clear: (prefix) => through(() => inner.clear(prefix)),
  }
  return { store, wire }
}

const unreachable = () => new BffError('store_unavailable', 'the store does not answer')

describe('while the store does not answer (P29)', () => {
  test.each([
    ['/auth/session', 'GET'],
    ['/auth/userinfo', 'GET'],
    ['/auth/session/extend', 'POST'],
    ['/auth/logout', 'POST'],
  ])('%s says so, and nobody is taken for signed out', async (path, method) => {
    const { store, wire } = cuttable()
    const door = await openFrontDoor({ store })
    const { browser } = await signIn(door)
    wire.broken = unreachable
    const answer = await browser.call(path, { method })

    expect([answer.status, answer.headers.get('Retry-After')]).toEqual([503, '5'])
    expect(await problem(answer)).toMatchObject({ code: 'store_unavailable', retryAfter: 5 })
    expect(answer.headers.getSetCookie()).toEqual([])
    delete wire.broken
    expect((await browser.call('/auth/userinfo')).status).toBe(200)
  })

  test('a callback spends nothing, and works when the store is back', async () => {
    const { store, wire } = cuttable()
    const door = await openFrontDoor({ store })
    const browser = door.newBrowser()
    const back = await door.approve(await browser.visit('/auth/login?returnTo=/ms/profile'))
    wire.broken = unreachable
    const refused = await browser.arrive(back)

    expect(location(refused)).toMatch(/^\/ms\/error\/store_unavailable\?ref=/)
    expect(refused.headers.getSetCookie()).toEqual([])
    expect(door.seen('/v2/oauth/token')).toEqual([])
    delete wire.broken
    expect(location(await browser.arrive(back))).toBe('/ms/profile')
  })

  test('a login can begin: the browser alone keeps it (P26)', async () => {
    const { store, wire } = cuttable()
    const door = await openFrontDoor({ store })
    wire.broken = unreachable

    expect(location(await door.newBrowser().visit('/auth/login'))).toContain('https://sgid.test/')
  })

  test('a person with a session reads on the way to a login that it does not answer', async () => {
    const { store, wire } = cuttable()
    const door = await openFrontDoor({ store })
    const { browser } = await signIn(door)
    wire.broken = unreachable

    expect(errorCode(await browser.visit('/auth/login'))).toBe('store_unavailable')
  })
})

describe('a bug, met on the way (P35, P39)', () => {
  const bug = () => new TypeError('cannot read TAN MADE UP of undefined')

  test('gives a call a generic answer, and one loud line without the message', async () => {
    const { store, wire } = cuttable()
    const door = await openFrontDoor({ store })
    const { browser } = await signIn(door)
    wire.broken = bug
    const answer = await browser.call('/auth/userinfo')
    const body = await problem(answer)

    expect([answer.status, body.code]).toEqual([500, 'internal'])
    const lines = door.log.filter(({ event }) => event === 'request.failed')
    expect(lines).toHaveLength(1)
    expect(lines[0]?.fields).toMatchObject({ ref: body.ref, code: 'internal', cause: 'TypeError' })
    expect(JSON.stringify([body, lines])).not.toContain('TAN')
  })

  test('takes a browser to the page for it', async () => {
    const { store, wire } = cuttable()
    const door = await openFrontDoor({ store })
    const { browser } = await signIn(door)
    wire.broken = bug

    expect(errorCode(await browser.visit('/auth/login'))).toBe('internal')
  })
})
