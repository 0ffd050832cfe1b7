import type { enForm } from '../i18n/en-form.ts'
import { ownTexts } from '../i18n/own-texts.ts'

export const useFormTexts = ownTexts<typeof enForm>({
  '': async () => (await import('../i18n/en-form.ts')).enForm,
  '/zh': async () => (await import('../i18n/zh-form.ts')).zhForm,
  '/ms': async () => (await import('../i18n/ms-form.ts')).msForm,
  '/ta': async () => (await import('../i18n/ta-form.ts')).taForm,
})
