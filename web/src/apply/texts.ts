import type { enApply } from '../i18n/en-apply.ts'
import { ownTexts } from '../i18n/own-texts.ts'

export const useApplyTexts = ownTexts<typeof enApply>({
  '': async () => (await import('../i18n/en-apply.ts')).enApply,
  '/zh': async () => (await import('../i18n/zh-apply.ts')).zhApply,
  '/ms': async () => (await import('../i18n/ms-apply.ts')).msApply,
  '/ta': async () => (await import('../i18n/ta-apply.ts')).taApply,
})
