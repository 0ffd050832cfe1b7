import { BffError } from '../errors.ts'

/** Characters of a whole query, of a code, and of everything else in it. */
const limits = { query: 8192, code: 2048, value: 1024 }

/**
 * The callback's parameters, every one of them given once, well encoded and of sane size.
 *
 * @param url of the request
 * @throws {BffError} `login_mismatch`
 * @see RFC 6749 §3.1: a parameter must not be included more than once
 */
export function callbackParameters(url: string): URLSearchParams {
  const query = queryOf(url)
  if (query.length > limits.query) throw mismatch('query is too long')
  if (!decodable(query)) throw mismatch('query is badly encoded')
  const parameters = new URLSearchParams(query)
  const names = [...parameters.keys()]
  if (new Set(names).size < names.length) throw mismatch('a parameter is given twice')
  for (const [name, value] of parameters) {
    if (value.length > (name === 'code' ? limits.code : limits.value)) {
      throw mismatch('a parameter is too long')
    }
  }
  const has = (name: string) => (parameters.get(name) ?? '') !== ''
  if (!has('state')) throw mismatch('no state')
  if (has('code') === has('error')) throw mismatch('neither code nor error, or both')
  return parameters
}

/**
 * The scope of `?reveal=SCOPE`, or undefined without a query.
 *
 * @throws {BffError} `not_found` for any other query: nothing stands at such an address
 */
export function revealedScope(url: string): string | undefined {
  if (!url.includes('?')) return undefined
  const query = queryOf(url)
  if (query === '') return undefined
  const [first, ...more] = new URLSearchParams(query)
  const [name, scope] = first ?? []
  if (name !== 'reveal' || more.length > 0) throw new BffError('not_found', 'unknown query')
  return scope
}

function queryOf(url: string): string {
  return url.split('#')[0]?.split('?').slice(1).join('?') ?? ''
}

function decodable(query: string): boolean {
  try {
    decodeURIComponent(query.replaceAll('+', ' '))
    return true
  } catch {
    return false
  }
}

function mismatch(why: string): BffError {
  return new BffError('login_mismatch', `callback: ${why}`)
}
