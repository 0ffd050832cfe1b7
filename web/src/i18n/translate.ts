import type { en } from './en.ts'
import type { enApply } from './en-apply.ts'
import type { enPages } from './en-pages.ts'

/** Texts of pages with script. English names the keys; a language that lacks one does not compile. */
export type Key = keyof typeof en
export type Dictionary = Record<Key, string>

/** Texts of pages without script, beside the others. */
export type PageKey = keyof typeof enPages
export type PageDictionary = Record<PageKey, string>

/** Texts of the example. */
export type ApplyKey = keyof typeof enApply
export type ApplyDictionary = Record<ApplyKey, string>

type Any = Key | PageKey | ApplyKey
type English = typeof en & typeof enPages & typeof enApply
type Names<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Names<Rest>
  : never
type Values<Name extends string> = Record<Name, string | number>
type Params<Name extends string> = [Name] extends [never] ? [] : [Values<Name>]

/** The text of a key. A text with `{names}` in it asks for their values. */
export type Translate<Known extends Any> = <K extends Known>(
  key: K,
  ...params: Params<Names<English[K]>>
) => string

export function translator<Known extends Any>(dictionary: Record<Known, string>): Translate<Known> {
  return (key, ...params) => fill(dictionary[key], params.at(0) ?? {})
}

function fill(text: string, values: Values<string>): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''))
}
