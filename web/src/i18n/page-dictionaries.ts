import { enPages } from './en-pages.ts'
import type { Prefix } from './language.tsx'
import { msPages } from './ms-pages.ts'
import { taPages } from './ta-pages.ts'
import type { PageDictionary } from './translate.ts'
import { zhPages } from './zh-pages.ts'

export const pageDictionaries: Record<Prefix, PageDictionary> = {
  '': enPages,
  '/zh': zhPages,
  '/ms': msPages,
  '/ta': taPages,
}
