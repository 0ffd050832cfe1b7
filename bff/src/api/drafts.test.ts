import { Form, paths, Receipt } from '@sgid-login/shared'
import { personas } from 'sgid-simulator'
import { describe, expect, test } from 'vitest'
import { systemRandom } from '../crypto.ts'
import { createMemoryStore } from '../session/memory-store.ts'
import type { Browser } from '../testing/browser.ts'
import { type FrontDoor, openFrontDoor, problem, signIn, userInfo } from '../testing/front-door.ts'

const typed = { email: 'amy@', address: '1 North Bridge Road\n#01-01' }

const call = (browser: Browser, method: string, path: string, body: object) =>
  browser.call(path, {
    method,
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  })
const form = async (answer: Promise<Response>) => Form.parse(await (await answer).json())
const begin = (browser: Browser, body = {}) => form(call(browser, 'POST', paths.draft, body))
const keep = (browser: Browser, draft: object) => call(browser, 'PUT', paths.draft, draft)
const person = async (door: FrontDoor, persona = 'everything') =>
  (await signIn(door, { persona })).browser

describe('what a person types', () => {
  test('is there in their next session, and in no other person’s', async () => {
    const door = await openFrontDoor()
    const browser = await person(door)
    const { key } = await begin(browser)
    await keep(browser, { key, ...typed })
    await browser.call(paths.logout, { method: 'POST' })

    expect(await begin(await person(door))).toEqual({ key, ...typed })
    const other = await begin(await person(door, 'chinese'))
    expect(other).toEqual({ key: expect.stringMatching(/^[\w-]{22}$/) })
    expect(other.key).not.toBe(key)
  })

  test('is one form in ten tabs that are opened at once', async () => {
    const browser = await person(await openFrontDoor())
    const forms = await Promise.all(Array.from({ length: 10 }, () => begin(browser)))

    expect(new Set(forms.map(({ key }) => key)).size).toBe(1)
  })

  test('is forgotten when they want another form, and one tab that is late brings no third', async () => {
    const browser = await person(await openFrontDoor())
    const { key } = await begin(browser)
    await keep(browser, { key, ...typed })

    const next = await begin(browser, { after: key })
    expect(Object.keys(next)).toEqual(['key'])
    expect(next.key).not.toBe(key)
    expect(await begin(browser, { after: key })).toEqual(next)
  })

  test('is over when the form was sent: whoever opens or types in it is shown its receipt', async () => {
    const browser = await person(await openFrontDoor())
    const { key } = await begin(browser)
    await keep(browser, { key, ...typed })
    const whole = { key, ...typed, email: 'amy@agency.test' }
    const receipt = Receipt.parse(
      await (await call(browser, 'POST', paths.applications, whole)).json(),
    )

    expect((await begin(browser)).receipt).toEqual(receipt)
    expect((await form(keep(browser, { key, email: 'late' }))).receipt).toEqual(receipt)
    expect((await begin(browser)).email).toBe(typed.email)
    expect((await begin(browser, { after: key })).receipt).toBeUndefined()
  })

  test.each([
    ['a name', { name: 'MALLORY' }, { name: 'unknown' }],
    ['a receipt', { receipt: {} }, { receipt: 'unknown' }],
    ['a key that can be guessed', { key: '1' }, { key: 'malformed' }],
    ['a book', { address: 'x'.repeat(2001) }, { address: 'too_long' }],
  ])('is refused with %s in it', async (_what, changed, fields) => {
    const door = await openFrontDoor()
    const browser = await person(door)
    const { key } = await begin(browser)
    const answer = await keep(browser, { key, ...typed, ...changed })

    expect([answer.status, (await problem(answer)).fields]).toEqual([422, fields])
    expect(await begin(browser)).toEqual({ key })
  })

  test('is kept for an hour after the last change', async () => {
    const door = await openFrontDoor()
    const browser = await person(door)
    const { key } = await begin(browser)
    door.clock.now += 1000 * 1000
    await keep(await person(door), { key, ...typed })
    door.clock.now += 3599 * 1000
    expect((await begin(await person(door))).address).toBe(typed.address)
    door.clock.now += 1001

    expect(Object.keys(await begin(await person(door)))).toEqual(['key'])
  })

  test('is kept so that a copy of the store gives nobody a word of it, nor whose it is (P17)', async () => {
    const door = await openFrontDoor()
    const browser = await person(door)
    const { key } = await begin(browser)
    await keep(browser, { key, ...typed })
    const { sub } = await userInfo(browser)
    const text = [...door.stored].map(([at, value]) => at + Buffer.from(value).toString('latin1'))

    expect([...door.stored.keys()].filter((at) => at.startsWith('d:'))).toHaveLength(1)
    for (const word of [sub, key, 'North Bridge', personas.everything.data['myinfo.name']])
      expect(text.join('\n')).not.toContain(word)
  })

  test('put into another person’s place of the store opens for neither of them (P17)', async () => {
    const store = createMemoryStore()
    const door = await openFrontDoor({ store })
    const browser = await person(door)
    const { key } = await begin(browser)
    await keep(browser, { key, ...typed })
    const other = await person(door, 'chinese')
    await begin(other)
    const [amys, others] = [...door.stored.keys()].filter((at) => at.startsWith('d:'))
    const stolen = await store.get(amys ?? '')
    await store.put(others ?? '', stolen?.value ?? new Uint8Array(), 60)

    expect(stolen).toBeDefined()
    expect(JSON.stringify(await begin(other))).not.toContain('North Bridge')
  })

  test('is still there after the session secret has changed', async () => {
    const door = await openFrontDoor()
    const browser = await person(door)
    const { key } = await begin(browser)
    await keep(browser, { key, ...typed })
    const secrets = `${Buffer.from(systemRandom(32)).toString('base64')},${door.secret}`
    const later = door.newBrowser(await door.instance({ SESSION_SECRET: secrets }))
    for (const [name, cookie] of browser.cookies) later.cookies.set(name, cookie)

    expect(await begin(later)).toEqual({ key, ...typed })
  })
})
