import {
  claimText,
  type Failed,
  RequireSession,
  type UserInfo,
  useUserInfo,
} from '@sgid-login/hooks'
import type { ReactNode } from 'react'
import { Failure } from '../components/failure.tsx'
import { LoginLink } from '../components/login-link.tsx'
import { LoginRequired } from '../components/login-required.tsx'
import { Main } from '../components/main.tsx'
import { StayDialog } from '../components/stay-dialog.tsx'
import { Shell } from '../components/waiting.tsx'
import { useLanguage } from '../i18n/language.tsx'
import { loginPurpose, purposeScopes } from '../login-purpose.ts'
import { labelOf } from '../purposes.ts'
import { useFormTexts } from './texts.ts'

/** What a form is, before anybody is known to fill it in. */
export type About = {
  /** Its address, without a language. */
  page: string
  heading: string
  lead: string
  /** Scopes without which there is no form. */
  needs: string[]
  /** How many fields it shows, those that cannot be changed among them. */
  fields: number
}

type Props = { about: About; children: ReactNode }

/** A form for whoever is signed in: the way to log in for who is not, and back to the form. */
export function FormPage({ about, children }: Props) {
  // Asked for beside the session, not after it: the person waits for one answer, not for two.
  useUserInfo()
  return (
    <RequireSession
      waiting={<FormWaiting about={about} />}
      signedOut={<SignedOut about={about} />}
      failed={(failure) => <NotChecked about={about} {...failure} />}
      dialog={<StayDialog />}
    >
      {children}
    </RequireSession>
  )
}

export function FormWaiting({ about: { heading, lead, fields } }: { about: About }) {
  const noscript = useFormTexts()('form.noscript')
  return <Shell heading={heading} lead={lead} noscript={noscript} bars={fields} />
}

function SignedOut({ about: { page, lead } }: { about: About }) {
  const { t } = useLanguage()
  const form = useFormTexts()
  const scopes = purposeScopes(page)
  return (
    <LoginRequired>
      <p>{lead}</p>
      {scopes.length > 0 && (
        <>
          <p>{form('form.asked')}</p>
          <ul>
            {scopes.map((scope) => (
              <li key={scope}>{labelOf(scope, t)}</li>
            ))}
          </ul>
        </>
      )}
    </LoginRequired>
  )
}

function NotChecked({ about, why, retry }: Failed & { about: About }) {
  const { t } = useLanguage()
  if (why === 'offline') return <FormWaiting about={about} />
  return (
    <Main heading={about.heading}>
      <Failure heading={t('session.fail.h')} text={t('session.fail')} retry={retry} />
    </Main>
  )
}

/** Something that the form shows did not come. */
export function NotOpened({ about, retry }: { about: About; retry: () => void }) {
  const { t } = useLanguage()
  const heading = useFormTexts()('form.fail.h')
  return (
    <Main heading={about.heading}>
      <Failure heading={heading} text={t('session.fail')} retry={retry} />
    </Main>
  )
}

type KnownProps = {
  about: About
  /** Asks again for what else did not come. */
  retry?: () => void
  children: (data: UserInfo['data']) => ReactNode
}

/**
 * Waits for what the person shared. Who did not share what the form needs is asked to, instead of
 * filling in what cannot be sent; `NA`, of which there is no record, is an answer like any other.
 */
export function Known({ about, retry, children }: KnownProps) {
  const userInfo = useUserInfo()
  if (userInfo.state === 'failed' && userInfo.why !== 'offline') {
    const again = () => {
      userInfo.retry()
      retry?.()
    }
    return <NotOpened about={about} retry={again} />
  }
  if (userInfo.state !== 'ready') return <FormWaiting about={about} />
  const { data } = userInfo
  const missing = about.needs.filter((scope) => !Object.hasOwn(data, scope))
  return missing.length > 0 ? <ShareMore about={about} missing={missing} /> : children(data)
}

/** The way to log in again, and share what is missing. */
function ShareMore({ about: { page }, missing }: { about: About; missing: string[] }) {
  const { t, href } = useLanguage()
  const form = useFormTexts()
  const fields = missing.map((scope) => labelOf(scope, t)).join(', ')
  return (
    <Main heading={form('form.more.h1')}>
      <p className="lead">{form('form.more', { fields })}</p>
      <p className="actions">
        <LoginLink text={t('login')} returnTo={href(page)} purpose={loginPurpose(page)} />
      </p>
    </Main>
  )
}

/** What a field begins with: what the person shared, if there is a record of it. */
export function known(data: UserInfo['data'], scope: string): string {
  return claimText(data[scope]) ?? ''
}
