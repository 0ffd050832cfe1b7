import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

test('every event of the log is explained, and no other (P38)', () => {
  const page = readFileSync(`${import.meta.dirname}/logs.md`, 'utf8')
  const rows = page.slice(page.indexOf('| event |')).match(/^\| `.*?\|/gm) ?? []
  const source = readFileSync(`${import.meta.dirname}/../bff/src/observe/events.ts`, 'utf8')
  const events = [...source.matchAll(/^ {2}'([\w.]+)': '/gm)].map(([, event]) => event)
  const explained = rows.flatMap((row) => row.match(/[a-z]+\.[a-z_]+/g) ?? [])

  expect(explained.toSorted()).toEqual(events.toSorted())
})
