import { claimList, claimText } from '@sgid-login/hooks'
import { kindOf } from '@sgid-login/shared'
import { Fragment, type ReactNode, type Ref } from 'react'
import { dateText } from '../i18n/dates.ts'
import { useLanguage } from '../i18n/language.tsx'
import { ListValue } from './list-value.tsx'

type Props = { scope: string; value: string; ref?: Ref<HTMLDivElement> }

/** A value of a government record: text, never markup, and in the language of the record. */
export function Value({ scope, value, ref }: Props) {
  const { t, tag } = useLanguage()
  if (claimText(value) === undefined) return <span className="none">{t('value.none')}</span>
  // A date is in the words of the page; everything else stands as it is in the record.
  const lang = kindOf(scope) === 'date' ? tag : 'en'
  return (
    <div ref={ref} data-pii lang={lang} translate="no">
      {shown(scope, value, tag, t('value.none'))}
    </div>
  )
}

function shown(scope: string, value: string, language: string, none: string): ReactNode {
  switch (kindOf(scope)) {
    case 'date':
      return dateText(value, language)
    case 'phone':
      return <span className="digits">{phoneText(value)}</span>
    case 'email':
      return breakable(value)
    case 'address':
      return <Address value={value} />
    case 'list': {
      const list = claimList(value)
      if (list === undefined) return value
      return list.length === 0 ? none : <ListValue list={list} />
    }
    case 'text':
      return value
  }
}

/** Eight digits in two groups, as numbers are written here. Others stand as they came. */
function phoneText(value: string): string {
  return value.replace(/^(\+65)? ?(\d{4})(\d{4})$/, (_, country: string | undefined, ...digits) =>
    [country, digits[0], digits[1]].filter((part) => part !== undefined).join(' '),
  )
}

function breakable(email: string): ReactNode {
  return email.split(/(?<=[@.])/).map((part, index) => (
    // The parts of one value never move.
    <Fragment key={index}>
      {index > 0 && <wbr />}
      {part}
    </Fragment>
  ))
}

/** An address may have an empty line in the middle, or nothing but empty lines. */
function Address({ value }: { value: string }) {
  const lines = value.split('\n').filter((line) => line.trim() !== '')
  return (
    <address>
      {lines.map((line, index) => (
        // The lines of one value never move.
        <div key={index}>{line}</div>
      ))}
    </address>
  )
}
