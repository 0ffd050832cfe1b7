import { expect, test } from 'vitest'
import { en } from './en.ts'
import { translator } from './translate.ts'

/** All that a language has, whichever page it is for: `en.ts`, `en-pages.ts`, and so on. */
const files = import.meta.glob<Record<string, Record<string, string>>>('./{en,zh,ms,ta}{,-*}.ts', {
  eager: true,
})
function textsOf(language: string): Record<string, string> {
  const own = Object.entries(files).filter(([file]) => /^\.\/(\w\w)/.exec(file)?.[1] === language)
  return Object.assign({}, ...own.flatMap(([, dictionaries]) => Object.values(dictionaries)))
}

const texts = textsOf('en')
const others = { zh: textsOf('zh'), ms: textsOf('ms'), ta: textsOf('ta') }

test('each language has a file for each of English', () => {
  expect(Object.keys(texts).length).toBeGreaterThan(200)
  const parts = (language: string) =>
    Object.keys(files).flatMap((file) => file.match(`(?<=/${language}).*`)?.[0] ?? [])
  for (const language of Object.keys(others)) expect(parts(language)).toEqual(parts('en'))
})

test.each(Object.entries(others))(
  '%s has the texts of English, with the same places in them',
  (_language, other) => {
    const places = (of: Record<string, string>) =>
      Object.entries(of).map(([key, text]) => [key, (text.match(/\{\w+\}/g) ?? []).sort()])

    expect(places(other).sort()).toEqual(places(texts).sort())
  },
)

test('no language borrows a sentence of another', () => {
  const same = Object.entries(others).flatMap(([language, other]) =>
    Object.entries(texts)
      .filter(
        ([key, text]) =>
          text.split(' ').length > 3 &&
          Object.entries(other).some(([k, t]) => k === key && t === text),
      )
      .map(([key]) => `${language} ${key}`),
  )

  expect(same).toEqual([])
})

test('Chinese has Chinese punctuation', () => {
  const half = /\p{Script=Han}[”}]?[,:;?!()]|[,:;?!()][“{]?\p{Script=Han}/u

  expect(half.test('请填写,再核对')).toBe(true)
  expect(Object.values(others.zh).filter((text) => half.test(text))).toEqual([])
})

test('what nobody has reviewed is said to need it', async () => {
  const review = (await import('./REVIEW.md?raw')).default

  for (const language of Object.keys(others))
    expect(review).toMatch(new RegExp(`\`${language}\\.ts\`.*needs review by a person`))
})

test('no sentence in English has more than 25 words (5.14 line 10)', () => {
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

test('no text is without a reader (5.14 line 10)', () => {
  const sources = import.meta.glob(
    ['../**/*.{ts,tsx}', '!./{en,zh,ms,ta}*.ts', '!../**/*.test.*'],
    {
      query: '?raw',
      import: 'default',
      eager: true,
    },
  )
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
