import { expect, test } from 'vitest'
import { loginHref } from './login.ts'

test.each([
  [{}, '/auth/login'],
  [{ returnTo: '/form?step=2#unit' }, '/auth/login?returnTo=%2Fform%3Fstep%3D2%23unit'],
  [{ purpose: 'apply' }, '/auth/login?purpose=apply'],
  [{ returnTo: '/form', purpose: 'apply' }, '/auth/login?returnTo=%2Fform&purpose=apply'],
  [{ returnTo: 'https://evil.example/' }, '/auth/login'],
  [{ returnTo: '//evil.example' }, '/auth/login'],
  [{ returnTo: '/auth/login' }, '/auth/login'],
])('a login with %j starts at %s', (options, href) => {
  expect(loginHref(options)).toBe(href)
})
