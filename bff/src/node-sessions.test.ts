import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, describe, expect, test } from 'vitest'
import { createSqliteStore } from './session/node-sqlite-store.ts'
import {
  location,
  openFrontDoor,
  problem,
  session,
  settings,
  signIn,
  userInfo,
} from './testing/front-door.ts'

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

describe('the operator’s command, while the service runs and without any cookie (P16)', () => {
  test('ends the sessions of one person, whom the service then tells so at once', async () => {
    const { door, store } = await openService()
    const [one, two] = [await signIn(door), await signIn(door)]
    const other = await signIn(door, { persona: 'chinese' })
    const { sub } = await userInfo(one.browser)

    const [code, out, said] = await sessions(['end', '--sub', sub], store)
    expect([code, out]).toEqual([0, '2 sessions ended.\n'])
    const person = door.log.find(({ event }) => event === 'session.created')?.fields?.person
    expect(JSON.parse(said)).toMatchObject({ event: 'session.ended', count: 2, person })
    expect(said).not.toContain(sub)
    expect(await sessions(['name', '--sub', sub], store)).toEqual([0, `${person}\n`, ''])
    for (const { browser } of [one, two]) {
      const answer = await browser.call('/auth/userinfo')
      expect([answer.status, (await problem(answer)).code]).toEqual([401, 'session_expired'])
    }
    expect((await other.browser.call('/auth/userinfo')).status).toBe(200)
    expect((await sessions(['end', '--sub', sub], store)).slice(0, 2)).toEqual([
      0,
      '0 sessions ended.\n',
    ])
    expect(location((await signIn(door)).answer)).toBe('/profile')
  })

  test('reads from standard input whose sessions end, so that it stands in no history', async () => {
    const { door, store } = await openService()
    const { browser } = await signIn(door)
    const { sub } = await userInfo(browser)

    const ended = await sessions(['end', '--sub', '-'], store, `${sub}\n`)
    expect(ended.slice(0, 2)).toEqual([0, '1 session ended.\n'])
    expect(await session(browser)).toMatchObject({ authenticated: false })
    expect(await sessions(['end', '--sub', '-'], store, '\n')).toEqual([
      1,
      '',
      expect.stringContaining('no SUB'),
    ])
  })

  test('ends everybody’s, and lets a login in progress be finished', async () => {
    const { door, store } = await openService()
    const signedIn = [await signIn(door), await signIn(door, { persona: 'chinese' })]
    const late = door.newBrowser()
    const back = await door.approve(await late.visit('/auth/login'))

    const [code, out, said] = await sessions(['end', '--all'], store)
    expect([code, out]).toEqual([0, '2 sessions ended.\n'])
    expect(JSON.parse(said)).toMatchObject({ event: 'session.ended', count: 2 })
    for (const { browser } of signedIn) {
      expect((await browser.call('/auth/userinfo')).status).toBe(401)
    }
    expect(location(await late.arrive(back))).toBe('/profile')
    expect((await late.call('/auth/userinfo')).status).toBe(200)
  })
})

test.concurrent.each([
  ['end'],
  ['end --sub'],
  ['end --sub='],
  ['end --sub u=1 --all'],
  ['--all'],
  ['end everybody --all'],
  ['end --all --force'],
  ['name --all'],
  ['name'],
])('the command is not taken to mean anything by: %s', async (words) => {
  const [code, out, said] = await sessions(words.split(' '), {})

  expect([code, out]).toEqual([2, ''])
  expect(said).toContain('sessions -- end --sub SUB')
})

describe('the command says in words what to do', () => {
  const local = {
    SGID_REDIRECT_URI: 'http://localhost:3000/auth/callback',
    SESSION_SECRET: undefined,
    SESSION_STORE: 'redis://127.0.0.1:1',
  }
  const nowhere = { SESSION_STORE: `sqlite:${import.meta.filename}/sessions.sqlite` }
  const rows: [string, Record<string, string | undefined>, string][] = [
    ['settings are wrong', { SGID_CLIENT_ID: undefined }, 'SGID_CLIENT_ID is missing'],
    ['SESSION_SECRET is missing', { SESSION_SECRET: undefined }, 'SESSION_SECRET is missing'],
    ['the service makes its SESSION_SECRET', local, 'SESSION_SECRET is missing'],
    ['sessions live in the service’s memory', { SESSION_STORE: 'memory:' }, 'Restart it'],
    ['the file is not there', nowhere, 'is not there'],
    [
      'Redis is not there',
      { SESSION_STORE: 'redis://127.0.0.1:1' },
      'No answer from SESSION_STORE',
    ],
  ]
  test.concurrent.each(rows)('when %s', async (_what, changed, words) => {
    const [code, out, said] = await sessions(['end', '--sub', 'u=secret'], changed)

    expect([code, out]).toEqual([1, ''])
    expect(said).toContain(words)
    expect(said).not.toMatch(/u=secret|\n {4}at /)
  })
})

/** The service over a file, and the setting that leads the command there. */
async function openService() {
  const folder = mkdtempSync(join(tmpdir(), 'sessions-'))
  const path = join(folder, 'sessions.sqlite')
  const store = await createSqliteStore({ path, deadline: 5000 })
  ends.push(() => rmSync(folder, { recursive: true }))
  ends.push(() => store.close())
  return { door: await openFrontDoor({ store }), store: { SESSION_STORE: `sqlite:${path}` } }
}

/** @returns the command's exit code, and what it wrote: to standard output, to standard error */
async function sessions(
  words: string[],
  changed: Record<string, string | undefined>,
  input = '',
): Promise<[number | null, string, string]> {
  const program = join(import.meta.dirname, 'node-sessions.ts')
  const { PATH, NODE_COMPILE_CACHE } = process.env
  const env = { PATH, NODE_COMPILE_CACHE, ...settings, ...changed }
  const child = spawn(process.execPath, [program, ...words], { env })
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  child.stdin.on('error', () => undefined).end(input)
  const [out, said] = await Promise.all([text(child.stdout), text(child.stderr)])
  return [await ended, out, said]
}
