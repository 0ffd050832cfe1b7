import { expect, expectTypeOf, test } from 'vitest'
import { claimList, claimText } from './claims.ts'

test.each([
  ['AMY TAN', 'AMY TAN'],
  [' AMY ', ' AMY '],
  ['NA', undefined],
  ['', undefined],
  [' \n', undefined],
  [undefined, undefined],
  ['NAOMI', 'NAOMI'],
])('the text of %j is %j', (value, text) => {
  expect(claimText(value)).toBe(text)
})

interface Vehicle {
  vehicle_number: string
}
const isVehicle = (item: unknown): item is Vehicle =>
  typeof item === 'object' &&
  item !== null &&
  'vehicle_number' in item &&
  typeof item.vehicle_number === 'string'

test.each([
  ['[{"vehicle_number":"SDS1138B"}]', [{ vehicle_number: 'SDS1138B' }]],
  ['[{"vehicle_number":"A"},{"vehicle_number":7},null,"B"]', [{ vehicle_number: 'A' }]],
  ['[]', []],
  ['NA', undefined],
  ['', undefined],
  [undefined, undefined],
  ['{"vehicle_number":"A"}', undefined],
  ['[{"vehicle_number":', undefined],
])('the vehicles in %j are %j', (value, list) => {
  expect(claimList(value, isVehicle)).toEqual(list)
})

test('items are what the caller says they are, and unknown otherwise', () => {
  expectTypeOf(claimList('[]', isVehicle)).toEqualTypeOf<Vehicle[] | undefined>()
  expectTypeOf(claimList('[]')).toEqualTypeOf<unknown[] | undefined>()
  expect(claimList('[1,"a"]')).toEqual([1, 'a'])
})
