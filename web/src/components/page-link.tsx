import type { AnchorHTMLAttributes, MouseEvent } from 'react'
import { useNavigate } from 'react-router'
import { useLanguage } from '../i18n/language.tsx'

type Props = { to: string } & AnchorHTMLAttributes<HTMLAnchorElement>

/**
 * A link to another page of the app, which is there without a load. The router's own `Link` knows
 * frameworks that we do not have, and costs every page 3 kB.
 */
export function PageLink({ to, ...rest }: Props) {
  const { href } = useLanguage()
  const navigate = useNavigate()
  const follow = (event: MouseEvent) => {
    const elsewhere = event.metaKey || event.ctrlKey || event.shiftKey || event.altKey
    if (elsewhere || event.button !== 0) return
    event.preventDefault()
    navigate(to)
  }
  return <a href={href(to)} onClick={follow} {...rest} />
}
