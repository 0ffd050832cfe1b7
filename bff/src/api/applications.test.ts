import { Applicant, paths, Receipt } from '@sgid-login/shared'
import { personas } from 'sgid-simulator'
import { describe, expect, test } from 'vitest'
import { base64url, systemRandom } from '../crypto.ts'
import { createMemoryStore } from '../session/memory-store.ts'
import type { Browser } from '../testing/browser.ts'
import { type FrontDoor, openFrontDoor, problem, signIn } from '../testing/front-door.ts'

const newKey = () => base64url(systemRandom(16))
const form = { email: 'amy@agency.test', address: '1 North Bridge Road\n#01-01' }

const send = (browser: Browser, body: object) =>
  browser.call(paths.applications, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ key: newKey(), ...form, ...body }),
  })
const receipt = async (answer: Response) => Receipt.parse(await answer.json())
const receipts = (door: FrontDoor) => [...door.stored.keys()].filter((key) => key.startsWith('a:'))

describe('an application', () => {
  test('is received with the name that sgID vouches for and a reference to read out', async () => {
    const door = await openFrontDoor()
    const { browser } = await signIn(door, { persona: 'everything' })
    const answer = await send(browser, { email: ' amy@agency.test ' })

    expect(answer.status).toBe(201)
    expect(await receipt(answer)).toEqual({
      reference: expect.stringMatching(/^AP-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/),
      receivedAt: new Date(door.clock.now).toISOString(),
      name: personas.everything.data['myinfo.name'],
      ...form,
    })
  })

  test('begins with the name that it will carry', async () => {
    const { browser } = await signIn(await openFrontDoor(), { persona: 'everything' })
    const applicant = Applicant.parse(await (await browser.call(paths.applications)).json())

    expect(applicant).toEqual({ name: personas.everything.data['myinfo.name'] })
  })

  test.each([
    ['a name', { name: 'MALLORY' }, { name: 'unknown' }],
    ['a name as sgID calls it', { 'myinfo.name': 'MALLORY' }, { 'myinfo.name': 'unknown' }],
    ['a sub', { sub: 'u=other' }, { sub: 'unknown' }],
    ['verified data', { data: { 'myinfo.name': 'X' } }, { data: 'unknown' }],
    ['a reference', { reference: 'AP-0000-0000' }, { reference: 'unknown' }],
    ['no key', { key: undefined }, { key: 'missing' }],
    ['a key that can be guessed', { key: '1' }, { key: 'malformed' }],
    ['an address of nothing', { address: ' \n ' }, { address: 'missing' }],
    ['an address of a page', { address: 'x'.repeat(401) }, { address: 'too_long' }],
    ['a bell', { address: 'x\u0007' }, { address: 'control_character' }],
    ['no email', { email: 'amy' }, { email: 'not_an_email' }],
    ['a list for an email', { email: ['a@b.sg'] }, { email: 'missing' }],
  ])('that says %s is refused, and nothing is kept', async (_what, changed, fields) => {
    const door = await openFrontDoor()
    const { browser } = await signIn(door)
    const answer = await send(browser, changed)

    expect([answer.status, (await problem(answer)).fields]).toEqual([422, fields])
    expect(receipts(door)).toEqual([])
  })

  test('sent ten times at once from two tabs and on two instances is received once', async () => {
    const door = await openFrontDoor()
    const { browser } = await signIn(door)
    const other = door.newBrowser(await door.instance())
    for (const [name, cookie] of browser.cookies) other.cookies.set(name, cookie)
    const key = newKey()

    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, i) => send(i % 2 ? browser : other, { key })),
    )
    const references = await Promise.all(answers.map(receipt))
    expect(answers.map(({ status }) => status).toSorted()).toEqual([...Array(9).fill(200), 201])
    expect(new Set(references.map(({ reference }) => reference)).size).toBe(1)
    expect(receipts(door)).toHaveLength(1)
  })

  test('sent again with other words is the one that was received, and the answer says so', async () => {
    const { browser } = await signIn(await openFrontDoor())
    const key = newKey()
    const first = await receipt(await send(browser, { key }))

    expect(await receipt(await send(browser, { key, address: 'Elsewhere' }))).toEqual(first)
  })

  test('with the key of another person’s is an application of its own', async () => {
    const door = await openFrontDoor()
    const key = newKey()
    const one = await receipt(await send((await signIn(door)).browser, { key }))
    const other = await receipt(
      await send((await signIn(door, { persona: 'chinese' })).browser, { key }),
    )

    expect(other.reference).not.toBe(one.reference)
    expect(other.name).toBe(personas.chinese.data['myinfo.name'])
  })

  test('may be sent five times a day, so that nobody fills the store', async () => {
    const door = await openFrontDoor()
    const { browser } = await signIn(door)
    const keys = Array.from({ length: 5 }, newKey)
    for (const key of keys) expect((await send(browser, { key })).status).toBe(201)

    const sixth = await send(browser, {})
    expect([sixth.status, (await problem(sixth)).code]).toEqual([429, 'rate_limited'])
    expect((await send(browser, { key: keys[4] })).status).toBe(200)
    door.clock.now += 24 * 3600 * 1000 + 1
    const { browser: tomorrow } = await signIn(door)
    expect((await send(tomorrow, {})).status).toBe(201)
  })

  test('is still known by its key after the session secret has changed', async () => {
    const door = await openFrontDoor()
    const { browser } = await signIn(door)
    const key = newKey()
    const first = await receipt(await send(browser, { key }))
    const secrets = `${Buffer.from(systemRandom(32)).toString('base64')},${door.secret}`
    const later = door.newBrowser(await door.instance({ SESSION_SECRET: secrets }))
    for (const [name, cookie] of browser.cookies) later.cookies.set(name, cookie)

    expect(await receipt(await send(later, { key }))).toEqual(first)
  })

  test('is kept so that a copy of the store gives nobody a word of it (P17)', async () => {
    const door = await openFrontDoor()
    const { browser } = await signIn(door)
    const key = newKey()
    const { name, reference } = await receipt(await send(browser, { key }))
    const text = [...door.stored].map(([at, value]) => at + Buffer.from(value).toString('latin1'))

    expect(receipts(door)).toHaveLength(1)
    for (const word of [name, reference, form.email, 'North Bridge', key]) {
      expect(text.join('\n')).not.toContain(word)
    }
  })

  test('is not received where the store does not answer, and the same form may be sent again', async () => {
    const memory = createMemoryStore()
    const state = { down: false }
    const door = await openFrontDoor({
      store: {
        ...memory,
        mark: async (key, value, ttl) => {
          const { BffError } = await import('../errors.ts')
          if (state.down && key.startsWith('a:')) throw new BffError('store_unavailable', 'down')
          return memory.mark(key, value, ttl)
        },
      },
    })
    const { browser } = await signIn(door)
    const key = newKey()
    state.down = true
    const refused = await send(browser, { key })
    expect([refused.status, (await problem(refused)).code]).toEqual([503, 'store_unavailable'])
    state.down = false
    expect((await send(browser, { key })).status).toBe(201)
  })

  test('needs a login that asked for the name, and a session', async () => {
    const door = await openFrontDoor({ settings: { SGID_SCOPES: 'openid' } })
    const { browser } = await signIn(door)

    expect((await problem(await send(browser, {}))).code).toBe('insufficient_scope')
    expect((await problem(await send(door.newBrowser(), {}))).code).toBe('session_required')
  })
})
