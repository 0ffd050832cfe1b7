import { useLanguage } from '../i18n/language.tsx'

/** The items of a list, which sgID sends as the text of a JSON array; undefined when it is none. */
export function parseList(value: string): unknown[] | undefined {
  try {
    const list: unknown = JSON.parse(value)
    return Array.isArray(list) ? list : undefined
  } catch {
    return undefined
  }
}

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
  const text = String(item ?? '')
  return text === '' || text === 'NA' ? t('value.none') : text
}

/** `date_of_birth` → `Date of birth`: the records name their parts, and we have no list of them. */
function words(key: string): string {
  const text = key.replaceAll('_', ' ').replace(/\bnric\b/, 'NRIC')
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}
