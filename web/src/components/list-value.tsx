import { claimText } from '@sgid-login/hooks'
import { useLanguage } from '../i18n/language.tsx'

export function ListValue({ list }: { list: unknown[] }) {
  return (
    <ul className="items">
      {list.map((item, index) => (
        // The items have no name, and never move.
        <li key={index}>
          <Item item={item} />
        </li>
      ))}
    </ul>
  )
}

function Item({ item }: { item: unknown }) {
  const { t } = useLanguage()
  if (Array.isArray(item)) return <ListValue list={item} />
  if (typeof item === 'object' && item !== null) {
    return (
      <dl>
        {Object.entries(item).map(([key, value]) => (
          <div key={key}>
            <dt>{words(key)}</dt>
            <dd>
              <Item item={value} />
            </dd>
          </div>
        ))}
      </dl>
    )
  }
  return claimText(String(item ?? '')) ?? t('value.none')
}

/** `date_of_birth` → `Date of birth`: the records name their parts, and we have no list of them. */
function words(key: string): string {
  const text = key.replaceAll('_', ' ').replace(/\bnric\b/, 'NRIC')
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}
