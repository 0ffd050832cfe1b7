import { localPath } from '@sgid-login/shared'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { returnUrl } from './return-url.ts'

test.each([
  ['/', '/'],
  ['/profile', '/profile'],
  ['/zh/profile?tab=1#x', '/zh/profile?tab=1#x'],
  ['/profile?next=//evil.example', '/profile?next=//evil.example'],
  ['/ünïcode', '/%C3%BCn%C3%AFcode'],
  ['/a/../b', '/b'],
  ['/authors', '/authors'],
  [`/${'a'.repeat(511)}`, `/${'a'.repeat(511)}`],
  // Anything else: the profile.
  ['', '/profile'],
  ['profile', '/profile'],
  ['//evil.example', '/profile'],
  ['/\\evil.example', '/profile'],
  ['/x\\..\\evil', '/profile'],
  ['///evil.example', '/profile'],
  ['//local.invalid/page', '/profile'],
  ['/.//evil.example', '/profile'],
  ['/a/..//evil.example', '/profile'],
  ['/%2e//evil.example', '/profile'],
  ['https://evil.example/', '/profile'],
  ['https:evil.example', '/profile'],
  ['javascript:alert(1)', '/profile'],
  ['/\tevil', '/profile'],
  ['/\n/evil.example', '/profile'],
  ['/a b', '/profile'],
  ['/a\u00a0b', '/profile'],
  ['/a\u2028b', '/profile'],
  ['/\ud800', '/profile'],
  ['/auth/login', '/profile'],
  ['/auth/logout?x', '/profile'],
  ['/AUTH/login', '/profile'],
  ['/%61uth/login', '/profile'],
  ['/x/../api/thing', '/profile'],
  ['/api', '/profile'],
  ['/%zz', '/profile'],
  [`/${'a'.repeat(512)}`, '/profile'],
  [`/${'ü'.repeat(100)}`, '/profile'],
  ['/callback?code=x', '/profile'],
])('a login that asks to return to %j ends at %j (P20)', (asked, end) => {
  expect(returnUrl([asked], '/callback')).toBe(end)
})

test('a login that names two places to return to ends at the profile', () => {
  expect(returnUrl(['/a', '/b'], '/callback')).toBe('/profile')
  expect(returnUrl(undefined, '/callback')).toBe('/profile')
})

const pieces = [
  '/',
  '\\',
  '.',
  '..',
  '//',
  '%2f',
  '%5c',
  '%2e',
  'auth',
  'api',
  '?',
  '#',
  '@',
  ':',
  'evil.example',
  'https:',
  ' ',
  '\t',
  '\n',
  '\0',
  '\u00a0',
]
const hostile = fc
  .array(fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: 'binary', maxLength: 4 })), {
    maxLength: 12,
  })
  .map((parts) => parts.join(''))

test('no text, however composed, sends a browser to another origin (P20)', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        hostile,
        fc.webUrl(),
        hostile.map((text) => `/${text}`),
      ),
      (text) => {
        const path = returnUrl([text], '/callback')
        const url = new URL(path, 'https://login.test/auth/login')

        expect(url.origin).toBe('https://login.test')
        expect(url.pathname).not.toMatch(/^\/(auth|api)(\/|$)/i)
        expect(path).toMatch(/^\/(?![/\\])[\x21-\x7e]{0,511}$/)
      },
    ),
    { numRuns: 3000 },
  )
})

test('what was accepted once is accepted again, unchanged', () => {
  fc.assert(
    fc.property(
      hostile.map((text) => `/${text}`),
      (text) => {
        const path = localPath(text)
        if (path !== undefined) expect(localPath(path)).toBe(path)
      },
    ),
    { numRuns: 3000 },
  )
})
