import { describe, expect, test } from 'vitest'
import { systemRandom, utf8, webCrypto } from '../crypto.ts'
import { redacted } from '../observe/redacted.ts'
import { createSessions } from './session.ts'
import type { SessionStore } from './store.ts'

export interface StoreUnderTest {
  store: SessionStore
  /** Lets time pass for the store: milliseconds. */
  pass: (milliseconds: number) => Promise<void> | void
}

/** What every session store keeps, run by the test of each. */
export function describeStore(name: string, open: () => Promise<StoreUnderTest>): void {
  describe(`${name} session store`, () => {
    const value = utf8('a sealed record \u0000\u00ff')

    test('finds what was put, byte for byte, and the seconds it has left', async () => {
      const { store } = await open()
      const bytes = Uint8Array.from({ length: 20_000 }, (_, i) => i % 256)
      await store.put('k', bytes, 60)

      const found = await store.get('k')
      expect(found?.value).toEqual(bytes)
      expect(found?.ttl).toBeGreaterThan(58)
      expect(found?.ttl).toBeLessThanOrEqual(60)
    })

    test('knows that a key is absent', async () => {
      const { store } = await open()
      expect(await store.get('nothing')).toBeUndefined()
      expect(await store.touch('nothing', 60)).toBeUndefined()
      expect(await store.take('nothing')).toBeUndefined()
    })

    test('forgets a value when its time is up', async () => {
      const { store, pass } = await open()
      await store.put('k', value, 1)
      await pass(1100)

      expect(await store.get('k')).toBeUndefined()
      expect(await store.touch('k', 60)).toBeUndefined()
      expect(await store.take('k')).toBeUndefined()
    })

    test('extends a life by touching it, and not by looking', async () => {
      const { store, pass } = await open()
      await store.put('touched', value, 4)
      await store.put('looked', value, 4)
      await pass(1000)
      expect(await store.touch('touched', 60)).toEqual(value)
      await store.get('looked')
      await pass(3500)

      expect(await store.get('touched')).toBeDefined()
      expect(await store.get('looked')).toBeUndefined()
    })

    test('never brings back by a late touch what was taken', async () => {
      const { store } = await open()
      await store.put('k', value, 60)
      const [, touched] = await Promise.all([store.take('k'), store.touch('k', 60)])

      expect([undefined, value]).toContainEqual(touched)
      expect(await store.get('k')).toBeUndefined()
    })

    test('replaces a value, its life included', async () => {
      const { store, pass } = await open()
      await store.put('k', value, 1)
      await store.put('k', utf8('newer'), 60)
      await pass(1100)

      expect((await store.get('k'))?.value).toEqual(utf8('newer'))
    })

    test('marks a key again when its mark is over', async () => {
      const { store, pass } = await open()
      expect(await store.mark('k', value, 3)).toBe(true)
      expect(await store.mark('k', value, 3)).toBe(false)
      await pass(3100)

      expect(await store.mark('k', value, 1)).toBe(true)
    })

    test('clears what begins alike, counts it, and leaves the rest (P16)', async () => {
      const { store, pass } = await open()
      for (let i = 0; i < 1001; i++) await store.put(`s:${i}`, value, 60)
      await store.put('s:over', value, 1)
      for (const other of ['s', 'r:1', 't:1', 'xs:1']) await store.put(other, value, 60)
      await pass(1100)

      expect(await store.clear('s:')).toBe(1001)
      expect(await store.get('s:0')).toBeUndefined()
      expect(await store.get('s:1000')).toBeUndefined()
      for (const other of ['s', 'r:1', 't:1', 'xs:1']) {
        expect((await store.get(other))?.value).toEqual(value)
      }
      expect(await store.clear('s:')).toBe(0)
    })

    test('lets one of 16 take a value and one of 16 mark a key, 100 times (P3)', async () => {
      const { store } = await open()
      for (let round = 0; round < 100; round++) {
        const callers = Array.from({ length: 16 })
        await store.put(`t${round}`, value, 60)
        const takes = await Promise.all(callers.map(() => store.take(`t${round}`)))
        const marks = await Promise.all(callers.map(() => store.mark(`m${round}`, value, 60)))

        expect(takes.filter((taken) => taken !== undefined)).toHaveLength(1)
        expect(marks.filter(Boolean)).toHaveLength(1)
      }
    })

    test('of 32 sign-ins of one person at once, on two instances, 5 live on (P16)', async () => {
      const { store } = await open()
      const parts = { store, crypto: webCrypto, random: systemRandom, now: Date.now }
      const limits = { secrets: [systemRandom(32)], idle: 900, absolute: 14_400, perPerson: 5 }
      const log = () => undefined
      const options = { ...parts, ...limits, log }
      const instances = await Promise.all([createSessions(options), createSessions(options)])
      const login = { id: '', returnTo: '/', at: 0 }

      const starts = Array.from({ length: 32 }, (_, i) =>
        instances[i % 2]?.start(redacted({ sub: 'u=1', data: {} }), login, log),
      )
      const cookies = await Promise.all(starts)
      const found = await Promise.all(
        cookies.map((cookie) => instances[0]?.look({ cookies: cookie, log })),
      )
      expect(found.filter((one) => typeof one === 'object')).toHaveLength(5)
    })
  })
}
