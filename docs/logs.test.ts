import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { events } from '../bff/src/observe/events.ts'

test('every event of the log is explained, and no other (P38)', () => {
  const page = readFileSync(`${import.meta.dirname}/logs.md`, 'utf8')
  const rows = page.slice(page.indexOf('| event |')).match(/^\| `.*?\|/gm) ?? []
  const explained = rows.flatMap((row) => row.match(/[a-z]+\.[a-z_]+/g) ?? [])

  expect(explained.toSorted()).toEqual(Object.keys(events).toSorted())
})
