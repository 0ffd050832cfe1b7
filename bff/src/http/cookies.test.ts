import fc from 'fast-check'
import { expect, test } from 'vitest'
import { clearCookie, cookieValues, setCookie, transactionCookies } from './cookies.ts'

const name = '__Host-Http-sid'

test.each([
  [undefined, []],
  ['', []],
  [`${name}=a`, ['a']],
  [`x=1; ${name}=a; y=2`, ['a']],
  [`x=1;${name}=a;y=2`, ['a']],
  [`${name}=a; ${name}=b`, ['a', 'b']],
  [`${name}=a; ${name}=a`, ['a', 'a']],
  [`x${name}=a; ${name}x=b`, []],
  [`${name}=a=b==`, ['a=b==']],
  [name, ['']],
  [`"${name}"=a`, []],
])('the header %j gives the session cookie the values %j', (header, values) => {
  expect(cookieValues(header, name)).toEqual(values)
})

test('a cookie is found once among any others, and twice when it was planted twice (P12)', () => {
  const token = fc.stringMatching(/^[\w!#$%&'*+.^`|~-]{1,20}$/).filter((text) => text !== name)
  const value = fc.stringMatching(/^[\w.-]{0,40}$/)
  const others = fc.array(
    fc.tuple(token, value).map(([key, text]) => `${key}=${text}`),
    { maxLength: 6 },
  )
  fc.assert(
    fc.property(others, others, value, (before, after, ours) => {
      const header = [...before, `${name}=${ours}`, ...after].join('; ')
      expect(cookieValues(header, name)).toEqual([ours])
      expect(cookieValues(`${header}; ${name}=planted`, name)).toEqual([ours, 'planted'])
    }),
  )
})

test('no header, however malformed, is more than text (P35)', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (header) => {
      for (const value of cookieValues(header, name)) expect(header).toContain(value)
      expect(transactionCookies(header).length).toBeLessThanOrEqual(header.length)
    }),
  )
})

test('our cookies are out of reach of script, other hosts and plain http', () => {
  expect(setCookie(name, 'v', { sameSite: 'Strict' })).toBe(
    '__Host-Http-sid=v; Path=/; HttpOnly; Secure; SameSite=Strict',
  )
  expect(clearCookie(name, 'Lax')).toBe(
    '__Host-Http-sid=; Path=/; HttpOnly; Secure; SameSite=Lax; Max-Age=0',
  )
})
