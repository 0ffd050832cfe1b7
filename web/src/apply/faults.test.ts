import { Application } from '@sgid-login/shared'
import { expect, test } from 'vitest'
import { faultsAt, faultsOf } from '../form/faults.ts'
import { fieldNames } from './faults.ts'

test('of several faults of a field the first is told, as the BFF tells it', () => {
  expect(faultsOf(Application, { key: 'x', email: '', address: '\u0007' })).toEqual({
    key: 'malformed',
    email: 'missing',
    address: 'control_character',
  })
})

test('of a field that the page does not show nothing is said', () => {
  expect(faultsAt(fieldNames, { key: 'malformed', email: 'missing' })).toEqual({ email: 'missing' })
})
