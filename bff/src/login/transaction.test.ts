import { expect, test } from 'vitest'
import { systemRandom, webCrypto } from '../crypto.ts'
import { nodeCrypto } from '../node-crypto.ts'
import { createTransactions, type TransactionOptions } from './transaction.ts'

const clock = { now: Date.now() }
const options: TransactionOptions = {
  crypto: nodeCrypto,
  random: systemRandom,
  now: () => clock.now,
  secrets: [systemRandom(32)],
  audience: 'https://sgid.test CLIENT https://login.test/auth/callback',
  ttl: 600,
}
const transactions = await createTransactions(options)

async function begun() {
  const { transaction, cookies } = await transactions.begin('/zh/profile?a=1', undefined)
  const [pair = ''] = cookies[0]?.split(';') ?? []
  const [name = '', value = ''] = pair.split('=')
  return { transaction, name, value }
}

const code = (finding: Promise<unknown>) =>
  finding.then(
    (found) => (found ? 'found' : 'missing'),
    (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error),
  )

test('what was begun is found again by its state and cookie, on either implementation', async () => {
  const { transaction, name, value } = await begun()
  const web = await createTransactions({ ...options, crypto: webCrypto })

  expect(await transactions.find(transaction.state, `${name}=${value}`)).toEqual(transaction)
  expect(await web.find(transaction.state, `x=1; ${name}=${value}`)).toEqual(transaction)
})

test('state, nonce and verifier have nothing in common, and another login has others', async () => {
  const one = (await begun()).transaction
  const other = (await begun()).transaction
  const values = [one, other].flatMap(({ state, nonce, codeVerifier }) => [
    state.slice(state.indexOf('-') + 1).slice(0, 43),
    nonce,
    codeVerifier,
  ])

  expect(new Set(values).size).toBe(6)
  // RFC 7636 §4.1: 43 to 128 unreserved characters.
  for (const value of values) expect(value).toMatch(/^[\w-]{43}$/)
})

test('a state says where its login ends to us and to nobody else, in 128 characters', async () => {
  const places: [string, string][] = [
    ['/ta/apply/grant?step=2&of=3#top', '/ta/apply/grant?step=2&of=3#top'],
    ['/apply?from=எங்கே', '/apply?from=எங்கே'],
    [`/zh/${'x'.repeat(37)}`, '/zh/profile'],
    [`/${'x'.repeat(39)}`, `/${'x'.repeat(39)}`],
    [`/${'x'.repeat(40)}`, '/profile'],
  ]
  const web = await createTransactions({ ...options, crypto: webCrypto })
  const rotated = await createTransactions({
    ...options,
    secrets: [systemRandom(32), ...options.secrets],
  })
  for (const [place, told] of places) {
    const { state } = (await transactions.begin(place, undefined)).transaction

    expect(state).toMatch(/^[\w-]{1,128}$/)
    expect(await transactions.returnTo(state)).toBe(told)
    expect(await web.returnTo(state)).toBe(told)
    expect(await rotated.returnTo(state)).toBe(told)
    expect(await transactions.returnTo(`1${state.slice(1)}`)).toBeUndefined()
    expect(await transactions.returnTo(state.slice(0, -1))).toBeUndefined()
  }
  expect(await transactions.returnTo('nothing of ours')).toBeUndefined()
})

const part = (value: string, index: number, text: string) =>
  value.split('.').with(index, text).join('.')
const rows: [string, (name: string, value: string) => string, string][] = [
  ['two', (name, value) => `${name}=${value}; ${name}=${value}`, 'login_mismatch'],
  ['nothing in it', (name) => `${name}=`, 'login_mismatch'],
  ['another returnTo', (name, value) => `${name}=${part(value, 3, 'L2V2aWw')}`, 'login_mismatch'],
  ['another id', (name, value) => `${name}=${part(value, 2, 'x'.repeat(22))}`, 'login_mismatch'],
  ['a later time', (name, value) => `${name}=${part(value, 1, 'zzzzzzzz')}`, 'login_mismatch'],
  ['another version', (name, value) => `${name}=${part(value, 0, 'v2')}`, 'login_mismatch'],
  ['a cut MAC', (name, value) => `${name}=${value.slice(0, -1)}`, 'login_mismatch'],
  ['no MAC', (name, value) => `${name}=${part(value, 4, '')}`, 'login_mismatch'],
]
test.each(rows)(
  'a cookie with %s does not finish the login (P2, P4)',
  async (_what, cookie, end) => {
    const { transaction, name, value } = await begun()
    expect(await code(transactions.find(transaction.state, cookie(name, value)))).toBe(end)
  },
)

test('a place to return to that the state has no room for is the one that was asked for (P2, P4)', async () => {
  const [asked, planted] = ['wanted', 'planted'].map((page) => `/${page}/${'x'.repeat(40)}`)
  const { transaction, cookies } = await transactions.begin(asked ?? '', undefined)
  const [pair = ''] = cookies[0]?.split(';') ?? []
  const forged = pair
    .split('.')
    .with(-2, btoa(planted ?? '').replaceAll('=', ''))
    .join('.')

  expect((await transactions.find(transaction.state, pair))?.returnTo).toBe(asked)
  expect(await code(transactions.find(transaction.state, forged))).toBe('login_mismatch')
})

test('the cookie of one login does not finish another, even under its name (P2)', async () => {
  const one = await begun()
  const other = await begun()

  const finding = transactions.find(one.transaction.state, `${one.name}=${other.value}`)
  expect(await code(finding)).toBe('login_mismatch')
})

test('a login begun for another client or provider is not ours (P2)', async () => {
  const { transaction, name, value } = await begun()
  const elsewhere = await createTransactions({ ...options, audience: 'https://sgid.test OTHER' })

  expect(await code(elsewhere.find(transaction.state, `${name}=${value}`))).toBe('login_mismatch')
})

test('clocks of two instances may differ by a minute, and no more (P31)', async () => {
  const { transaction, name, value } = await begun()
  clock.now -= 59_000
  expect(await code(transactions.find(transaction.state, `${name}=${value}`))).toBe('found')
  clock.now -= 2000

  expect(await code(transactions.find(transaction.state, `${name}=${value}`))).toBe(
    'login_mismatch',
  )
})

test('a login is good to the last second of its time', async () => {
  const { transaction, name, value } = await begun()
  clock.now += 600_000
  expect(await code(transactions.find(transaction.state, `${name}=${value}`))).toBe('found')
  clock.now += 1

  expect(await code(transactions.find(transaction.state, `${name}=${value}`))).toBe('login_expired')
})
