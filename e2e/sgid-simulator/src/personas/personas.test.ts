import { expect, test } from 'vitest'
import { scopes } from '../scopes.ts'
import { personas } from './personas.ts'

test.each(Object.entries(personas))('%s is called the same everywhere', (key, { id, about }) => {
  expect(id).toBe(key)
  expect(about).toMatch(/^[A-Z].{10,80}\.$/)
})

test.each(Object.values(personas))('$id has values for known scopes only', ({ data }) => {
  expect(scopes).toEqual(expect.arrayContaining(Object.keys(data)))
})

test('there is somebody with a value for every scope', () => {
  expect(['openid', ...Object.keys(personas.everything.data)].sort()).toEqual(scopes.toSorted())
})

test.each(Object.values(personas))('$id has no NRIC that could be real', ({ data }) => {
  expect(data['myinfo.nric_number'] ?? 'NA').toMatch(/^(S00000\d\dZ|NA)$/)
})

test('the values that trip programs up are there', () => {
  expect(personas.chinese.data['myinfo.name']).toMatch(/\p{Script=Han}/u)
  expect(personas.chinese.data['myinfo.name']?.codePointAt(0)).toBeGreaterThan(0xffff)
  expect(personas.tamil.data['myinfo.name']).toMatch(/\p{Script=Tamil}/u)
  expect(personas['long-name'].data['myinfo.name']).toHaveLength(66)
  expect(personas['empty-address-line'].data['myinfo.registered_address']).toMatch('\n\n')
  expect(() => JSON.parse(personas['bad-lists'].data['myinfo.vehicles'] ?? '[]')).toThrow()
})
