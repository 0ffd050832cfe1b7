import { loginHref } from '@sgid-login/hooks'
import { pages } from '@sgid-login/shared'
import { useLanguage } from '../i18n/language.tsx'

type Props = { text: string; returnTo?: string; purpose?: string | undefined; className?: string }

/** A link, not a button: logging in is a navigation, so it works before and without script. */
export function LoginLink({ text, returnTo, purpose, className = 'button' }: Props) {
  const { href } = useLanguage()
  const place = { returnTo: returnTo ?? href(pages.profile) }
  return (
    <a
      className={className}
      href={loginHref(purpose === undefined ? place : { ...place, purpose })}
    >
      {text}
    </a>
  )
}
