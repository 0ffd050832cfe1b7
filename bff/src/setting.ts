import { pages, paths } from '@sgid-login/shared'
import * as z from 'zod/mini'
import { type Bytes, fromBase64 } from './crypto.ts'

/** A parser as zod wants it: what it throws becomes the setting's fault, its message what to do. */
export function checked<Input, Output>(parse: (input: Input) => Output | Promise<Output>) {
  return z.transform<Input, Promise<Output>>(async (input, { issues }) => {
    try {
      return await parse(input)
    } catch (error) {
      const message = error instanceof Error ? error.message : 'cannot be read'
      issues.push({ code: 'custom', message, input: undefined })
      return z.NEVER
    }
  })
}

/** A setting of digits, whose number fits. */
export function whole(
  digits: RegExp,
  what: string,
  fits: (value: number) => boolean,
  which = what,
) {
  const number = z.pipe(z.string().check(z.regex(digits, what)), z.transform(Number))
  return z.pipe(number, z.number().check(z.refine(fits, which)))
}

/** @returns the address beside the very text: sgID compares what is sent character by character */
export function redirectUri(text: string): { text: string; url: URL } {
  const url = webUrl(text)
  if (/[?#]/.test(text)) throw new Error('must have no query and no fragment')
  const taken: string[] = [...Object.values(paths), ...Object.values(pages)]
  const free = !taken.includes(url.pathname) && !url.pathname.startsWith(`${pages.error}/`)
  if (!free) throw new Error('has the path of another route: /auth/callback is free')
  if (/[:*{}]/.test(url.pathname)) throw new Error('has a character that a route cannot have')
  return { text, url }
}

export function hostname(text: string): string {
  const url = webUrl(text)
  const plain = url.pathname === '/' && !/[?#]/.test(text)
  if (!plain) throw new Error('must be an origin, without a path')
  return url.origin
}

function webUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !/^https?:$/.test(url.protocol)) throw new Error('must be an https address')
  if (url.username || url.password) throw new Error('must hold no user name or password')
  if (url.protocol === 'http:' && !isLoopback(url)) {
    throw new Error('must be https: plain http is for localhost')
  }
  return url
}

export function isLoopback({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname)
}

export function scopes(text: string): string[] {
  const list = text.split(/\s+/).filter(Boolean)
  if (!list.includes('openid')) throw new Error('must contain openid')
  if (new Set(list).size < list.length) throw new Error('has a scope twice')
  const sane = list.every((scope) => /^(openid|[a-z0-9_-]+\.[a-z0-9_-]+)$/.test(scope))
  if (!sane) throw new Error('must be words like myinfo.name, with spaces between')
  return list
}

/**
 * What logins may be for, and the scopes of each: `apply=openid myinfo.name myinfo.email; renew=…`.
 *
 * @returns name → scopes
 */
export function purposes(text: string): Map<string, string[]> {
  const rows = text.split(';').filter((row) => row.trim() !== '')
  const parsed = rows.map((row): [string, string[]] => {
    const [, name, list = ''] = /^\s*([a-z][a-z0-9-]{0,31})\s*=(.*)$/s.exec(row) ?? []
    if (name === undefined) throw new Error('must be like apply=openid myinfo.name; renew=openid')
    return [name, scopes(list)]
  })
  const map = new Map(parsed)
  if (map.size < parsed.length) throw new Error('has a purpose twice')
  return map
}

/** @returns without a slash at its end */
export function upstreamUrl(text: string): string {
  const url = webUrl(text)
  if (url.search || url.hash) throw new Error('must have no query and no fragment')
  return url.href.replace(/\/+$/, '')
}

/** @returns paths in the order given; a star at the end stands for all that is below */
export function upstreamPaths(text: string): string[] {
  const paths = text.split(/[\s,]+/).filter(Boolean)
  const sane = paths.every((path) => /^(?:\/(?!\.{1,2}(?:\/|$))[\w.~-]+)*(?:\/\*)?$/.test(path))
  if (!sane || paths.length === 0) {
    throw new Error('must be paths like /grants or /grants/*, with spaces between')
  }
  if (new Set(paths).size < paths.length) throw new Error('has a path twice')
  return paths
}

/** @returns none for the empty text */
export function claims(text: string): string[] {
  return text.trim() === '' ? [] : scopes(`openid ${text}`).slice(1)
}

/**
 * Where sessions live: in memory, in the file at `path`, or in the Redis at `url`
 * (`rediss://USER:PASSWORD@HOST:6379/0`).
 */
export type StoreSetting =
  | { kind: 'memory' }
  | { kind: 'sqlite'; path: string }
  | { kind: 'redis'; url: string }

export function sessionStore(text: string): StoreSetting {
  if (text === 'memory:') return { kind: 'memory' }
  const path = /^sqlite:(?!\/\/)(.+)$/.exec(text)?.[1]
  if (path !== undefined) return { kind: 'sqlite', path }
  if (/^rediss?:\/\/[^/]/.test(text) && URL.canParse(text)) return { kind: 'redis', url: text }
  throw new Error('must be sqlite:PATH, redis://HOST, rediss://HOST or memory:')
}

/**
 * Whose `X-Forwarded-For` counts: the addresses and ranges of our proxies (`10.0.0.0/8`), or how
 * many of them all requests pass.
 */
export type TrustedProxies = number | string[]

const Range = z.union([z.ipv4(), z.cidrv4(), z.ipv6(), z.cidrv6()])

export function trustedProxies(text: string): TrustedProxies {
  if (text === 'none') return []
  if (/^[1-9]$/.test(text)) return Number(text)
  const ranges = text.split(',').map((range) => range.trim())
  if (ranges.some((range) => !Range.safeParse(range).success)) {
    throw new Error('must be addresses and ranges with commas between, a number to 9, or none')
  }
  if (ranges.some((range) => range.endsWith('/0'))) throw new Error('must not trust everybody')
  return ranges
}

export function secrets(text: string | undefined): Bytes[] {
  return (text?.split(',') ?? []).map((part) => {
    const bytes = base64(part.trim())
    if (!bytes || bytes.length < 32) throw new Error('must be 32 random bytes in base64')
    // 32 random bytes have about 30 different values; a sentence or a pattern has fewer.
    if (new Set(bytes).size < 20) throw new Error('is not random')
    return bytes
  })
}

function base64(text: string): Bytes | undefined {
  try {
    return fromBase64(text)
  } catch {
    return undefined
  }
}
