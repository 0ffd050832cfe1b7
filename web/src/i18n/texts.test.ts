import { expect, test } from 'vitest'
import { en } from './en.ts'
import { enPages } from './en-pages.ts'
import { translator } from './translate.ts'

const texts = { ...en, ...enPages }

test('no sentence has more than 25 words', () => {
  const sentences = Object.values(texts).flatMap((text) => text.split(/(?<=[.?!])\s+/))

  expect(sentences.filter((sentence) => sentence.split(/\s+/).length > 25)).toEqual([])
})

test('a text is filled with the values that it asks for', () => {
  expect(translator(en)('profile.until', { time: '6:05 pm' })).toBe(
    'You can see them until 6:05 pm.',
  )
})

test('a value that looks like a place for another stays as it is', () => {
  expect(translator(en)('copy.label', { field: '{time} $&' })).toBe('Copy {time} $&')
})

test('no text is without a reader', () => {
  const sources = import.meta.glob(['../**/*.{ts,tsx}', '!./en*.ts', '!../**/*.test.*'], {
    query: '?raw',
    import: 'default',
    eager: true,
  })
  const source = Object.values(sources).join('\n')
  // A key stands in the code whole, or as a pattern: `err.${code}.h1`.
  const patterns = [...source.matchAll(/`([\w.]*)\$\{[^`{}]*\}([\w.]*)`/g)]
    .filter(([, before = '', after = '']) => (before + after).includes('.'))
    .map(([, before = '', after = '']) => (key: string) => {
      return key.startsWith(before) && key.endsWith(after)
    })
  const read = (key: string) =>
    source.includes(`'${key}'`) || patterns.some((matches) => matches(key))

  expect(Object.keys(texts).filter((key) => !read(key))).toEqual([])
})
