import { expect, test } from 'vitest'
import { dateText, timeText } from './dates.ts'

test.each([
  ['1965-08-09', '9 August 1965'],
  ['2000-02-29', '29 February 2000'],
  ['1965-08', 'August 1965'],
  ['1965', '1965'],
  ['1965-02-30', '1965-02-30'],
  ['1965-13', '1965-13'],
  ['1965-00-00', '1965-00-00'],
  ['9 AUG 1965', '9 AUG 1965'],
  ['', ''],
])('the date %j reads %j', (value, text) => {
  expect(dateText(value, 'en')).toBe(text)
})

test('a clock time is Singapore’s, wherever the device is', () => {
  expect(timeText(Date.UTC(2026, 10, 23, 10, 5), 'en')).toMatch(/^6:05\s?pm$/i)
})
