import { loginHref } from '@sgid-login/hooks'
import { pages } from '@sgid-login/shared'
import { useLanguage } from '../i18n/language.tsx'

type Props = { text: string; returnTo?: string; className?: string }

/** A link, not a button: logging in is a navigation, so it works before and without script. */
export function LoginLink({ text, returnTo, className = 'button' }: Props) {
  const { href } = useLanguage()
  return (
    <a className={className} href={loginHref({ returnTo: returnTo ?? href(pages.profile) })}>
      {text}
    </a>
  )
}
