// What each docstring of the reference has to say: docs/docstrings.md in code.
import type { ProjectReflection } from 'typedoc'
import { type Named, namedIn } from './named.ts'

/** A number is counted in one of these. */
const unit =
  /\b(milliseconds|seconds|bytes|characters|requests|sessions|sign-ins|port|status|index)\b/i
/** A text has an example, is of one kind for another (`name → value`), or is one of these. */
const form =
  /`|→|\b(characters|base64url|PEM|ISO 8601|URL|origin|path|scopes?|names?|sentences?|one line)\b/i
const failure = /@throws `[A-Z]\w+` \S|\b([Nn]ever|[Mm]ust not) (throws?|rejects?)\b/
/** A section of a standard, a page of sgID's guide by its name, an address, a document of ours. */
const source = /^([A-Z][\w. -]* §\w|sgID, "|https:|docs\/)/
const noSection = /(RFC \d{4}|OpenID Connect [A-Z]\w+)\b(?! §)/

/** Whose source is told: the exports of these files, and these words of the standards anywhere. */
const standard = {
  files: [
    'bff/src/api/signing-key.ts',
    'bff/src/provider/',
    'e2e/sgid-simulator/src/client.ts',
    'e2e/sgid-simulator/src/scopes.ts',
    'shared/src/problem',
    'shared/src/scopes.ts',
    'shared/src/user-info.ts',
    'web/hooks/src/expiry',
  ],
  words:
    /^(state|nonce|codeVerifier|clientId|clientSecret|redirectUris?|sub|privateKeys?|publicKey|Problem|UserInfo|AnyUserInfo|Crypto|Hash|Hmac|Random)$/,
}

/** What may be lacking, who has to have it, and what shows that it is there. */
const rules: [lacks: string, asked: (it: Named) => boolean, there: (words: string) => boolean][] = [
  ['a docstring', () => true, (words) => /\S/.test(words)],
  ['@returns', ({ gives }) => gives, (words) => /@returns \S/.test(words)],
  ['@throws {X}, or "Never throws"', ({ called }) => called, (words) => failure.test(words)],
  ['"Errors:"', isQuery, (words) => /\bErrors: \S/.test(words)],
  ['the code after {BffError}', () => true, (words) => !/@throws `BffError` (?!`)/.test(words)],
  ['a unit', ({ plain }) => plain.includes('number'), (words) => unit.test(words)],
  [
    'the form of a text: an example in backticks, say',
    ({ plain }) => plain.includes('string'),
    (words) => form.test(words),
  ],
  ['@see', ofAStandard, (words) => /@see \S/.test(words)],
  ['the section after @see', () => true, (words) => sources(words).every(isExact)],
]

/**
 * What the docstrings of a reference leave unsaid.
 *
 * @returns a line for each fault: the name, and what it lacks
 */
export function unsaid(project: ProjectReflection): string[] {
  return namedIn(project).flatMap((it) => [
    ...rules
      .filter(([, asked, there]) => asked(it) && !there(it.words))
      .map(([lacks]) => `${it.name} lacks ${lacks}`),
    ...it.strangers.map((type) => `${it.name} is of ${type}, which is not exported`),
  ])
}

/** A query of react-query: it is not called, and fails all the same. */
function isQuery({ word, file }: Named): boolean {
  return file !== '' && word.endsWith('Query')
}

function ofAStandard({ word, file }: Named): boolean {
  return standard.words.test(word) || standard.files.some((begin) => file.startsWith(begin))
}

function sources(words: string): string[] {
  return [...words.matchAll(/@see (.*)/g)].map(([, text = '']) => text)
}

function isExact(text: string): boolean {
  return source.test(text) && !noSection.test(text)
}
