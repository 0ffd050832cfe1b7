import { use } from 'react'
import { type Prefix, useLanguage } from '../i18n/language.tsx'
import {
  type ApplyDictionary,
  type ApplyKey,
  type Translate,
  translator,
} from '../i18n/translate.ts'

/** Of the example, and in no other page's language file. */
const dictionaries: Record<Prefix, () => Promise<ApplyDictionary>> = {
  '': async () => (await import('../i18n/en-apply.ts')).enApply,
  '/zh': async () => (await import('../i18n/zh-apply.ts')).zhApply,
  '/ms': async () => (await import('../i18n/ms-apply.ts')).msApply,
  '/ta': async () => (await import('../i18n/ta-apply.ts')).taApply,
}
const loaded = new Map<Prefix, Promise<ApplyDictionary>>()

/** Suspends until they are here. */
export function useApplyTexts(): Translate<ApplyKey> {
  const { prefix } = useLanguage()
  const texts = loaded.get(prefix) ?? dictionaries[prefix]()
  loaded.set(prefix, texts)
  return translator(use(texts))
}
