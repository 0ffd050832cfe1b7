import { languages } from '@sgid-login/shared'
import { createContext, type ReactNode, use } from 'react'
import {
  type Dictionary,
  type Key,
  type PageDictionary,
  type PageKey,
  type Translate,
  translator,
} from './translate.ts'

export type Prefix = keyof typeof languages

type Language<Known extends Key | PageKey> = {
  prefix: Prefix
  /** Tag of the language, as in `<html lang>`. */
  tag: string
  t: Translate<Known>
  /** The address of one of our pages in this language. */
  href: (page: string) => string
}

const LanguageContext = createContext<Language<Key> | undefined>(undefined)
const PageContext = createContext<Translate<Key | PageKey> | undefined>(undefined)

type Props = {
  prefix: Prefix
  texts: Dictionary
  /** Where pages without script are rendered. */
  pageTexts?: PageDictionary
  children: ReactNode
}

export function LanguageProvider({ prefix, texts, pageTexts, children }: Props) {
  const language = { prefix, tag: languages[prefix], t: translator(texts), href: hrefIn(prefix) }
  const t = pageTexts && translator({ ...texts, ...pageTexts })
  return (
    <LanguageContext value={language}>
      <PageContext value={t}>{children}</PageContext>
    </LanguageContext>
  )
}

/** The address of a page of ours in a language. */
export function hrefIn(prefix: Prefix): (page: string) => string {
  return (page) => (page === '/' && prefix !== '' ? prefix : prefix + page)
}

export function useLanguage(): Language<Key> {
  const language = use(LanguageContext)
  if (language === undefined) throw new Error('rendered outside a language')
  return language
}

/** The same with all texts, for pages that never run in a browser. */
export function usePageLanguage(): Language<Key | PageKey> {
  const language = useLanguage()
  const t = use(PageContext)
  if (t === undefined) throw new Error('a page without script is rendered in a browser')
  return { ...language, t }
}
