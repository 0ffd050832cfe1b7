import { sensitive, type UserInfo } from '@sgid-login/shared'
import {
  type Bytes,
  base64url,
  type Crypto,
  derivedHmac,
  type Hmac,
  type Random,
  utf8,
} from '../crypto.ts'
import { clearCookie, cookieValues, sessionCookie, setCookie } from '../http/cookies.ts'
import type { Visit } from '../http/env.ts'
import type { Log } from '../observe/events.ts'
import { createOldKeyLog } from '../observe/old-key.ts'
import { createPseudonym } from '../observe/pseudonym.ts'
import { type Redacted, redacted } from '../observe/redacted.ts'
import type { Person } from '../provider/provider.ts'
import { createSeal } from './seal.ts'
import { createSlots } from './slots.ts'
import type { SessionStore } from './store.ts'

/** A signed-in person's session, read from the store. */
export interface Session {
  /** The body of `/auth/userinfo`: UTF-8 of JSON, the very bytes that were sealed. */
  userInfo: Redacted<Bytes>
  /** What stays on the server. Read only when it is needed: most answers are `userInfo` as it is. */
  aside: () => Aside
  /** Seconds until it ends in any case, and if nothing happens. */
  expiresIn: number
  idleExpiresIn: number
}

export interface Login {
  /** Names one transaction, and nothing else in the world. */
  id: string
  returnTo: string
  /** Milliseconds since the epoch. */
  at: number
  /** What the person logged in for, where it was one of LOGIN_PURPOSES. */
  purpose?: Purpose
}

/** A row of LOGIN_PURPOSES as it was when somebody logged in for it. */
export interface Purpose {
  name: string
  scopes: string[]
}

export interface Aside {
  /** Scope → the whole value of what `userInfo` masks. */
  sensitive: Record<string, string>
  /** The login that made the session. */
  login: Login
  /** What the log calls the person. */
  person: string
}

export interface SessionsOptions {
  crypto: Crypto
  random: Random
  now: () => number
  log: Log
  store: SessionStore
  /** The first seals new sessions, all open those that live. */
  secrets: Bytes[]
  /** Seconds without a sign of the person, and in all. */
  idle: number
  absolute: number
  /** Sessions that a person may have at a time. */
  perPerson: number
}

/** What the store's keys of sessions begin with, and no others. */
export const sessionPrefix = 's:'

/** `none`: no cookie, or none of ours. `ended`: there was one, and the store does not know it. */
export type Lookup = Session | 'none' | 'ended'

/**
 * Sessions: an opaque cookie in the browser, a sealed record in the store. The store's key is a
 * keyed hash of the cookie's id; the record opens only with the cookie's secret.
 */
export async function createSessions(options: SessionsOptions) {
  const { crypto, random, secrets, now, log, store, idle, absolute } = options
  const seal = await createSeal(crypto, random, secrets)
  const slots = await createSlots(options)
  const pseudonym = await createPseudonym(crypto, secrets[0] ?? new Uint8Array())
  const oldKey = createOldKeyLog(log, now)
  const hashes = await Promise.all(secrets.map((one) => derivedHmac(crypto, one, 'session place')))
  const [newest] = hashes
  if (!newest) throw new RangeError('a session needs a secret')

  const place = async (hash: Hmac, id: string) => sessionPrefix + (await hash.text(id))

  const lookup = async (
    visit: Visit,
    read: (key: string) => ReturnType<SessionStore['get']>,
  ): Promise<Lookup> => {
    const cookie = parseCookie(visit)
    if (!cookie) return 'none'
    // Under the newest secret, or under one before it.
    for (const [index, hash] of hashes.entries()) {
      const key = await place(hash, cookie.id)
      const record = await read(key)
      if (!record) continue
      const { secret } = cookie
      const opened = await seal.open({ kind: 'session', key, secret, sealed: record.value })
      if (!opened) visit.log('session.unreadable')
      oldKey('session.old_secret', index)
      return opened && opened.expires > now() ? parseRecord(opened, record.ttl) : 'ended'
    }
    return 'ended'
  }

  const parseRecord = (opened: { plaintext: Bytes; expires: number }, ttl: number): Session => {
    const end = opened.plaintext.indexOf(newline)
    const aside = () => JSON.parse(new TextDecoder().decode(opened.plaintext.subarray(0, end)))
    const expiresIn = Math.floor((opened.expires - now()) / 1000)
    const idleExpiresIn = Math.min(Math.floor(ttl), expiresIn)
    const userInfo = redacted(opened.plaintext.subarray(end + 1))
    return { userInfo, aside, expiresIn, idleExpiresIn }
  }

  return {
    /**
     * Begins a session; where the person has too many, their oldest ends.
     *
     * @returns the `Set-Cookie` value
     */
    async start({ reveal }: Redacted<Person>, login: Login, log: Log): Promise<string> {
      const { sub, data } = reveal()
      const person = await pseudonym(sub)
      const id = base64url(random(16))
      const secret = base64url(random(32))
      const key = await place(newest, id)
      const plaintext = utf8(record({ sub, data }, { login, person }))
      const expires = now() + absolute * 1000
      const sealed = await seal.seal({ kind: 'session', key, secret, plaintext, expires })
      await store.put(key, sealed, idle)
      try {
        const gaveWay = await slots.claim(sub, key)
        if (gaveWay) log('session.ended', { person, reason: 'gave way to a newer one' })
      } catch (error) {
        // It has no slot, and nobody has its cookie. If this fails too, it ends when nobody comes.
        await store.take(key).catch(() => undefined)
        throw error
      }
      log('session.created', { person })
      return setCookie(sessionCookie, `v1.${id}.${secret}`, { sameSite: 'Strict' })
    },

    /** Looks without being noticed: the session does not live longer for it. */
    look: (visit: Visit) => lookup(visit, (key) => store.get(key)),

    /** Looks on behalf of the person, whose idle time begins anew. */
    touch: (visit: Visit) =>
      lookup(visit, async (key) => {
        const value = await store.touch(key, idle)
        return value && { value, ttl: idle }
      }),

    /**
     * Ends the session of this browser, if there is one: the store's record, for all instances.
     *
     * @param reason for the log
     */
    async end(visit: Visit, reason: string): Promise<void> {
      const end = (key: string) => store.take(key).then((value) => value && { value, ttl: 0 })
      const ended = await lookup(visit, end)
      if (typeof ended === 'object')
        visit.log('session.ended', { person: ended.aside().person, reason })
    },

    /** The `Set-Cookie` value that removes the cookie. */
    clear: () => clearCookie(sessionCookie, 'Strict'),
  }
}

export type Sessions = Awaited<ReturnType<typeof createSessions>>

/** JSON escapes every newline within it: the first byte of this kind ends the first text. */
const newline = 0x0a

/** What is sealed: a line that stays on the server, then the very bytes of the answer. */
function record({ sub, data }: Person, { login, person }: Omit<Aside, 'sensitive'>): string {
  const hidden = Object.entries(data).filter(([scope, value]) => sensitive(scope) && value !== 'NA')
  const open = Object.entries(data).filter(([scope]) => !hidden.some(([name]) => name === scope))
  const userInfo: UserInfo = {
    sub,
    data: Object.fromEntries(open),
    masked: Object.fromEntries(hidden.map(([scope, value]) => [scope, mask(value)])),
  }
  const aside: Aside = { sensitive: Object.fromEntries(hidden), login, person }
  return `${JSON.stringify(aside)}\n${JSON.stringify(userInfo)}`
}

/** Dots, and the last four characters of what is long enough to keep some to itself. */
function mask(value: string): string {
  return `•••••${value.length < 8 ? '' : value.slice(-4)}`
}

/** The cookie's two parts. A cookie that is not of our making, or one of two, is nobody's. */
function parseCookie({ cookies, log }: Visit) {
  const values = cookieValues(cookies, sessionCookie)
  if (values.length > 1) log('session.ambiguous_cookie')
  const [value] = values
  if (value === undefined || values.length > 1) return undefined
  const [, id, secret] = /^v1\.([\w-]{22})\.([\w-]{43})$/.exec(value) ?? []
  return id && secret ? { id, secret } : undefined
}
