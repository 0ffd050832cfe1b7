import { claimText, type UserInfo, useSession } from '@sgid-login/hooks'
import { pages, sensitive } from '@sgid-login/shared'
import { type ReactNode, useEffect, useState } from 'react'
import { timeText } from '../i18n/dates.ts'
import { useLanguage } from '../i18n/language.tsx'
import { labelOf } from '../purposes.ts'
import { Cover } from './cover.tsx'
import { EndNotice } from './end-notice.tsx'
import { Field } from './field.tsx'
import { Keep, PrintHead } from './keep.tsx'
import { say } from './live-regions.tsx'
import { PageLink } from './page-link.tsx'
import { SensitiveField } from './sensitive-field.tsx'

/** @param notice what the person should know about the details before reading them */
export function Details({ userInfo, notice }: { userInfo: UserInfo; notice: ReactNode }) {
  const { t } = useLanguage()
  const ready = t('profile.ready')
  useEffect(() => say(ready), [ready])

  const [revealed, setRevealed] = useState<Record<string, string>>({})
  const values = new Map(Object.entries({ ...userInfo.data, ...userInfo.masked }))
  const asked = useAsked()
  const order = inOrder([...values.keys()], asked)
  const onShown = (scope: string, value: string | undefined) =>
    setRevealed(({ [scope]: _, ...others }) =>
      value === undefined ? others : { ...others, [scope]: value },
    )
  const shown = new Map(order.map((scope) => [scope, revealed[scope] ?? values.get(scope) ?? '']))
  const missing = asked.filter((scope) => !values.has(scope)).map((scope) => labelOf(scope, t))
  return (
    <>
      <PrintHead />
      <p className="lead">{t('profile.lead')}</p>
      <Until />
      <Cover />
      {notice}
      {values.size === 0 ? (
        <p className="notice">{t('profile.empty')}</p>
      ) : (
        <dl className="data">
          {order.map((scope) => (
            <AnyField key={scope} scope={scope} userInfo={userInfo} onShown={onShown} />
          ))}
        </dl>
      )}
      {values.size > 0 && missing.length > 0 && (
        <p>{t('profile.notshared', { fields: missing.join(', ') })}</p>
      )}
      {values.size > 0 && <Keep shown={shown} />}
      <section>
        <h2>{t('profile.wrong.h')}</h2>
        <p>{t('profile.wrong')}</p>
      </section>
      <p className="actions">
        <PageLink className="button quiet" to={pages.apply}>
          {t('profile.example')}
        </PageLink>
      </p>
    </>
  )
}

/** What the login asked for, which is not always what the person agreed to share. */
function useAsked(): string[] {
  const session = useSession()
  if (session.state !== 'signed-in') return []
  return session.scopes.filter((scope) => scope !== 'openid')
}

function inOrder(scopes: string[], asked: string[]): string[] {
  return [
    ...asked.filter((scope) => scopes.includes(scope)),
    ...scopes.filter((scope) => !asked.includes(scope)),
  ]
}

type AnyFieldProps = {
  scope: string
  userInfo: UserInfo
  onShown: (scope: string, value: string | undefined) => void
}

function AnyField({ scope, userInfo, onShown }: AnyFieldProps) {
  const masked = Object.hasOwn(userInfo.masked, scope) ? userInfo.masked[scope] : undefined
  if (masked !== undefined && sensitive(scope) && claimText(masked) !== undefined)
    return (
      <SensitiveField scope={scope} masked={masked} onShown={(value) => onShown(scope, value)} />
    )
  return <Field scope={scope} value={masked ?? userInfo.data[scope] ?? ''} />
}

/** The clock time at which the session ends, if the person does nothing more. */
function Until() {
  const { t, tag } = useLanguage()
  const session = useSession()
  if (session.state !== 'signed-in') return null
  const left = session.idleExpiresIn * 1000 - (performance.now() - session.at)
  const time = timeText(Date.now() + left, tag)
  return (
    <>
      <p className="until">{t('profile.until', { time })}</p>
      <EndNotice />
    </>
  )
}
