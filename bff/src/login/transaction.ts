import { pages, prefixOf } from '@sgid-login/shared'
import {
  type Bytes,
  base64url,
  type Crypto,
  derivedHmac,
  equal,
  type Hmac,
  type Random,
  utf8,
} from '../crypto.ts'
import { BffError } from '../errors.ts'
import {
  clearCookie,
  cookieValues,
  setCookie,
  transactionCookie,
  transactionCookies,
} from '../http/cookies.ts'

/** One attempt to sign in, from the authorization request to the callback. */
export interface Transaction {
  id: string
  /** Where the person goes afterwards: a local path that was checked. */
  returnTo: string
  /** The name in LOGIN_PURPOSES of what the person logs in for; none: for what all logins ask. */
  purpose?: string
  state: string
  nonce: string
  codeVerifier: string
}

export interface TransactionOptions {
  crypto: Crypto
  random: Random
  /** Milliseconds since the epoch. */
  now: () => number
  /** The first makes new transactions, all are good for those in progress. */
  secrets: Uint8Array<ArrayBuffer>[]
  /** What else a transaction is bound to: one made for another client or provider is not ours. */
  audience: string
  /** Seconds. */
  ttl: number
}

/** A browser may have so many logins in progress; the oldest gives way. */
const kept = 5
/** Milliseconds by which the clocks of two instances may differ. */
const skew = 60_000
/** Bytes of returnTo for which a state of 128 characters has room. */
const carried = 40

/**
 * Logins in progress, kept by the browser alone. The cookie carries a random id, the time, returnTo
 * and the purpose, if there is one, under a MAC; state, nonce and code verifier are computed from the id, each under a key
 * of its own, and only state is ever sent to the browser.
 *
 * State is the time of issue, 43 characters that nobody can guess, and returnTo, sealed: whoever
 * comes back without the cookie is told what happened in their language, and can start again.
 *
 * @see RFC 7636 §4.1 (a verifier of 43 characters), OpenID Connect Core §15.5.2 (nonce)
 */
export async function createTransactions(options: TransactionOptions) {
  const { crypto, random, now, audience, ttl } = options
  const keys = await Promise.all(options.secrets.map((secret) => deriveKeys(crypto, secret)))
  const [first] = keys
  if (!first) throw new RangeError('a transaction needs a secret')

  const derive = async (key: Keys, { id, issued, returnTo, purpose }: Begun) => {
    const unguessable = await key.state.text(id)
    const place = utf8(fits(returnTo) ? returnTo : prefixOf(returnTo) + pages.profile)
    // Under a key that exists for this one text: its IV need not differ from any other.
    const sealed = await crypto.seal(await key.returnTo.bytes(unguessable), iv, place, utf8(issued))
    return {
      id,
      returnTo,
      ...(purpose && { purpose }),
      state: `${issued}-${unguessable}${base64url(sealed)}`,
      nonce: await key.nonce.text(id),
      codeVerifier: await key.codeVerifier.text(id),
    }
  }

  const mac = (key: Keys, body: string) => key.cookie.text(`${audience}\n${body}`)

  return {
    /**
     * @param cookies the `Cookie` header, for the logins that this browser has in progress already
     * @param purpose a name that LOGIN_PURPOSES has
     * @returns the transaction, and the `Set-Cookie` values that begin it, first its own
     */
    async begin(returnTo: string, cookies: string | undefined, purpose?: string) {
      const id = base64url(random(16))
      const issued = now().toString(36)
      const place = base64url(utf8(returnTo))
      const body = `v1.${issued}.${id}.${place}${purpose ? `.${purpose}` : ''}`
      const value = `${body}.${await mac(first, body)}`
      const transaction: Transaction = await derive(first, { id, issued, returnTo, purpose })
      const name = await cookieName(crypto, transaction.state)
      const cookie = setCookie(name, value, { sameSite: 'Lax', maxAge: ttl })
      return { transaction, cookies: [cookie, ...surplus(cookies)] }
    },

    /** The `Set-Cookie` value that ends a login. */
    async end({ state }: Transaction): Promise<string> {
      return clearCookie(await cookieName(crypto, state), 'Lax')
    },

    /**
     * The transaction of this browser to which a callback's state belongs, or undefined without
     * its cookie.
     *
     * @throws {BffError} `login_expired` after its time, `login_mismatch` when the cookie is not
     * what we set or does not belong to the state
     */
    async find(state: string, cookies: string | undefined): Promise<Transaction | undefined> {
      const values = cookieValues(cookies, await cookieName(crypto, state))
      const [value] = values
      if (value === undefined) return undefined
      if (values.length > 1) throw new BffError('login_mismatch', 'two cookies for one login')

      const [body, tag] = cut(value, value.lastIndexOf('.'))
      const [, issued = '', id = '', place = '', purpose] = body.split('.')
      const macs = await Promise.all(keys.map((key) => mac(key, body)))
      const key = keys[macs.findIndex((candidate) => equal(candidate, tag))]
      if (!key) throw new BffError('login_mismatch', 'login cookie was not made here')
      const age = now() - Number.parseInt(issued, 36)
      if (age > ttl * 1000) throw new BffError('login_expired', 'login cookie is too old')
      if (age < -skew) throw new BffError('login_mismatch', 'login cookie is from the future')

      const returnTo = new TextDecoder().decode(crypto.fromBase64url(place))
      const derived = await derive(key, { id, issued, returnTo, purpose })
      if (!equal(derived.state, state)) throw new BffError('login_mismatch', 'state differs')
      return derived
    },

    /** Where the login of a state was to end, as far as the state of ours tells without a cookie. */
    async returnTo(state: string): Promise<string | undefined> {
      const { issued, unguessable, sealed } = parts(state)
      const bytes = decoded(crypto, sealed)
      for (const { returnTo } of keys) {
        const key = await returnTo.bytes(unguessable)
        const place = await crypto.open(key, iv, bytes, utf8(issued))
        if (place) return new TextDecoder().decode(place)
      }
      return undefined
    },

    /** Why a transaction is not found: its time is over, or it was begun in another browser. */
    missing(state: string): BffError {
      const issued = Number.parseInt(parts(state).issued, 36)
      // All that this time decides is which page explains.
      return now() - issued > ttl * 1000
        ? new BffError('login_expired', 'callback of an old login, without its cookie')
        : new BffError('login_elsewhere', 'callback without the cookie of its login')
    },
  }
}

export type Transactions = Awaited<ReturnType<typeof createTransactions>>

/** What the cookie says, from which all else is derived. */
interface Begun {
  id: string
  issued: string
  returnTo: string
  purpose: string | undefined
}

type Keys = Record<'cookie' | 'state' | 'nonce' | 'codeVerifier' | 'returnTo', Hmac>

async function deriveKeys(crypto: Crypto, secret: Uint8Array<ArrayBuffer>): Promise<Keys> {
  return {
    cookie: await derivedHmac(crypto, secret, 'transaction cookie'),
    state: await derivedHmac(crypto, secret, 'state'),
    nonce: await derivedHmac(crypto, secret, 'nonce'),
    codeVerifier: await derivedHmac(crypto, secret, 'code verifier'),
    returnTo: await derivedHmac(crypto, secret, 'return url'),
  }
}

const iv = new Uint8Array(12)

/** A text in two, without the character at which it is cut. */
function cut(text: string, at: number): [string, string] {
  return [text.slice(0, Math.max(0, at)), text.slice(at + 1)]
}

function fits(returnTo: string): boolean {
  return utf8(returnTo).length <= carried
}

/** A state's parts; all empty for what cannot be a state of ours. */
function parts(state: string) {
  const [, issued = '', unguessable = '', sealed = ''] =
    /^([0-9a-z]{8,9})-([\w-]{43})([\w-]{22,75})$/.exec(state) ?? []
  return { issued, unguessable, sealed }
}

function decoded(crypto: Crypto, text: string): Bytes {
  try {
    return crypto.fromBase64url(text)
  } catch {
    return new Uint8Array()
  }
}

/** Eight hex digits of the state's SHA-256 name the cookie: several tabs can log in at once. */
async function cookieName(crypto: Crypto, state: string): Promise<string> {
  const [a = 0, b = 0, c = 0, d = 0] = await crypto.sha256.bytes(state)
  const number = ((a << 24) | (b << 16) | (c << 8) | d) >>> 0
  return transactionCookie(number.toString(16).padStart(8, '0'))
}

/** `Set-Cookie` values that end the oldest logins of a browser which is about to begin one more. */
function surplus(cookies: string | undefined): string[] {
  const issued = ([, value]: [string, string]) =>
    Number.parseInt(value.split('.')[1] ?? '', 36) || 0
  const oldestFirst = transactionCookies(cookies).sort((a, b) => issued(a) - issued(b))
  const over = oldestFirst.slice(0, Math.max(0, oldestFirst.length - kept + 1))
  return over.map(([name]) => clearCookie(name, 'Lax'))
}
