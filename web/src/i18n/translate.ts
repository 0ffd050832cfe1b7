import type { en } from './en.ts'
import type { enForm } from './en-form.ts'
import type { enPages } from './en-pages.ts'

/** Texts of pages with script. English names the keys; a language that lacks one does not compile. */
export type Key = keyof typeof en
export type Dictionary = Record<Key, string>

/** Texts of pages without script, beside the others. */
export type PageKey = keyof typeof enPages
export type PageDictionary = Record<PageKey, string>

/** Texts of what all forms have in common. */
export type FormDictionary = Texts<typeof enForm>

/** A part of the app whose texts are files of their own, in another language than English. */
export type Texts<English> = Record<keyof English, string>

type All = typeof en & typeof enPages
type Names<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Names<Rest>
  : never
type Values<Name extends string> = Record<Name, string | number>
type Params<Name extends string> = [Name] extends [never] ? [] : [Values<Name>]

/** The text of a key. A text with `{names}` in it asks for their values. */
export type Translate<Known extends keyof English, English = All> = <K extends Known>(
  key: K,
  ...params: Params<Names<English[K] & string>>
) => string

export function translator<Known extends keyof All>(
  dictionary: Record<Known, string>,
): Translate<Known> {
  return ownTranslator<Known, All>(dictionary)
}

/** The same for the texts of one part of the app. */
export function ownTranslator<Known extends keyof English, English>(
  dictionary: Record<Known, string>,
): Translate<Known, English> {
  return (key, ...params) => fill(dictionary[key], params.at(0) ?? {})
}

function fill(text: string, values: Values<string>): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''))
}
