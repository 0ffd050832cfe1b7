import { SessionExpiryDialog } from '@sgid-login/hooks'
import { durationText } from '../i18n/dates.ts'
import { useLanguage } from '../i18n/language.tsx'
import { say } from './live-regions.tsx'

const classes = {
  failed: 'notice',
  actions: 'actions',
  stay: 'button',
  leave: 'button quiet',
  unseen: 'unseen',
}

/** Asks whether to stay logged in, in the words and clothes of our pages. */
export function StayDialog() {
  const { t, tag } = useLanguage()
  const time = (seconds: number) => durationText(seconds, tag)
  const texts = {
    heading: t('timeout.h'),
    text: (seconds: number) => t('timeout.text', { time: time(seconds) }),
    stay: t('timeout.stay'),
    leave: t('timeout.leave'),
    failed: t('timeout.offline'),
    title: (seconds: number) => t('timeout.title', { time: time(seconds), service: t('service') }),
  }
  return (
    <SessionExpiryDialog texts={texts} classes={classes} onStayed={() => say(t('timeout.done'))} />
  )
}
