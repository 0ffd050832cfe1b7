import { use } from 'react'
import { type Prefix, useLanguage } from './language.tsx'
import { ownTranslator, type Texts, type Translate } from './translate.ts'

type Load<English> = () => Promise<Texts<English>>

/**
 * Texts of one part of the app, in no other page's language file.
 *
 * @param dictionaries each behind an `import()`: only who opens the part loads them
 * @returns a hook that suspends until they are here
 */
export function ownTexts<English>(
  dictionaries: Record<Prefix, Load<English>>,
): () => Translate<keyof English, English> {
  const loaded = new Map<Prefix, ReturnType<Load<English>>>()
  return function useOwnTexts() {
    const { prefix } = useLanguage()
    const texts = loaded.get(prefix) ?? dictionaries[prefix]()
    loaded.set(prefix, texts)
    return ownTranslator<keyof English, English>(use(texts))
  }
}
