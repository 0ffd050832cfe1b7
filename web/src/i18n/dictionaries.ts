import type { Prefix } from './language.tsx'
import type { Dictionary } from './translate.ts'

/** The languages that have pages. Each is a chunk of its own: nobody loads another's texts. */
export const dictionaries = new Map<Prefix, () => Promise<Dictionary>>([
  ['', async () => (await import('./en.ts')).en],
  ['/zh', async () => (await import('./zh.ts')).zh],
  ['/ms', async () => (await import('./ms.ts')).ms],
  ['/ta', async () => (await import('./ta.ts')).ta],
])
