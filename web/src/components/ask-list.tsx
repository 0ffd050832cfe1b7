import { usePageLanguage } from '../i18n/language.tsx'
import { askedScopes, labelOf, purposeOf } from '../purposes.ts'

/** What a login asks for: the very scopes that the BFF sends, each with its reason. */
export function AskList() {
  const { t } = usePageLanguage()
  return (
    <section id="ask">
      <h2>{t('ask.h2')}</h2>
      {askedScopes.length > 0 && (
        <ul className="cards">
          {askedScopes.map((scope) => (
            <li key={scope} data-scope={scope}>
              <strong>{labelOf(scope, t)}</strong>
              <span>{t(purposeOf(scope))}</span>
            </li>
          ))}
        </ul>
      )}
      <p>{t(askedScopes.length > 0 ? 'ask.none' : 'ask.nothing')}</p>
    </section>
  )
}
