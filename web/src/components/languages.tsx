import { useLocation } from 'react-router'
import { hrefIn, type Prefix, useLanguage } from '../i18n/language.tsx'

/** Each language by its own name: its readers may know no other. */
export const languageNames: { prefix: Prefix; tag: string; name: string }[] = [
  { prefix: '', tag: 'en', name: 'English' },
  { prefix: '/zh', tag: 'zh-Hans', name: '中文' },
  { prefix: '/ms', tag: 'ms', name: 'Melayu' },
  { prefix: '/ta', tag: 'ta', name: 'தமிழ்' },
]

/** The same page in the other languages: plain links, because each is a page of its own. */
export function Languages() {
  const { prefix: current, t } = useLanguage()
  const { pathname } = useLocation()
  return (
    <nav className="languages" aria-label={t('language')}>
      <ul>
        {languageNames.map(({ prefix, tag, name }) => (
          <li key={prefix}>
            <a
              href={hrefIn(prefix)(pathname)}
              lang={tag}
              hrefLang={tag}
              aria-current={prefix === current ? 'true' : undefined}
            >
              {name}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}
