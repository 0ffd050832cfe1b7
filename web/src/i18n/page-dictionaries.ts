import { enPages } from './en-pages.ts'
import type { Prefix } from './language.tsx'
import type { PageDictionary } from './translate.ts'

export const pageDictionaries = new Map<Prefix, PageDictionary>([['', enPages]])
