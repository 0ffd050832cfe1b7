import {
  claimText,
  type Failed,
  ProblemError,
  RequireSession,
  useUserInfo,
} from '@sgid-login/hooks'
import { pages } from '@sgid-login/shared'
import { useQuery } from '@tanstack/react-query'
import { formQuery } from '../apply/form.ts'
import { Steps } from '../apply/steps.tsx'
import { useApplyTexts } from '../apply/texts.ts'
import { Failure } from '../components/failure.tsx'
import { LoginLink } from '../components/login-link.tsx'
import { LoginRequired } from '../components/login-required.tsx'
import { Main } from '../components/main.tsx'
import { StayDialog } from '../components/stay-dialog.tsx'
import { Shell } from '../components/waiting.tsx'
import { useLanguage } from '../i18n/language.tsx'
import { applyScopes, loginPurpose } from '../login-purpose.ts'
import { labelOf } from '../purposes.ts'

/** The worked example: a short form, filled in from what sgID shared. */
export function Apply() {
  // Asked for beside the session, not after it: the person waits for one answer, not for two.
  useUserInfo()
  return (
    <RequireSession
      waiting={<Waiting />}
      signedOut={<SignedOut />}
      failed={(failure) => <NotChecked {...failure} />}
      dialog={<StayDialog />}
    >
      <Loaded />
    </RequireSession>
  )
}

function Waiting() {
  const t = useApplyTexts()
  return (
    <Shell heading={t('apply.h1')} lead={t('apply.lead')} noscript={t('apply.noscript')} bars={3} />
  )
}

function SignedOut() {
  const t = useApplyTexts()
  const language = useLanguage()
  return (
    <LoginRequired>
      <p>{t('apply.lead')}</p>
      {applyScopes.length > 0 && (
        <>
          <p>{t('apply.asked')}</p>
          <ul>
            {applyScopes.map((scope) => (
              <li key={scope}>{labelOf(scope, language.t)}</li>
            ))}
          </ul>
        </>
      )}
    </LoginRequired>
  )
}

function NotChecked({ why, retry }: Failed) {
  const { t } = useLanguage()
  const heading = useApplyTexts()('apply.h1')
  if (why === 'offline') return <Waiting />
  return (
    <Main heading={heading}>
      <Failure heading={t('session.fail.h')} text={t('session.fail')} retry={retry} />
    </Main>
  )
}

function Loaded() {
  const { t, href } = useLanguage()
  const own = useApplyTexts()
  const userInfo = useUserInfo()
  const form = useQuery(formQuery)

  if (isScopeMissing(form.error))
    return (
      <Main heading={own('apply.more.h1')}>
        <p className="lead">{own('apply.more')}</p>
        <p className="actions">
          <LoginLink
            text={t('login')}
            returnTo={href(pages.apply)}
            purpose={loginPurpose(pages.apply)}
          />
        </p>
      </Main>
    )
  const offline = form.fetchStatus === 'paused' || isOffline(userInfo)
  const failed = form.isError || userInfo.state === 'failed'
  if (failed && !offline) {
    const retry = () => {
      if (form.isError) form.refetch()
      if (userInfo.state === 'failed') userInfo.retry()
    }
    return (
      <Main heading={own('apply.h1')}>
        <Failure heading={own('apply.fail.h')} text={t('session.fail')} retry={retry} />
      </Main>
    )
  }
  if (userInfo.state !== 'ready' || form.data === undefined) return <Waiting />

  const known = (scope: string) => claimText(userInfo.data[scope]) ?? ''
  const prefill = { address: known('myinfo.registered_address'), email: known('myinfo.email') }
  const { key } = form.data
  return <Steps key={key} form={form.data} name={known('myinfo.name')} prefill={prefill} />
}

function isScopeMissing(error: Error | null): boolean {
  return error instanceof ProblemError && error.code === 'insufficient_scope'
}

function isOffline(userInfo: ReturnType<typeof useUserInfo>): boolean {
  return userInfo.state === 'failed' && userInfo.why === 'offline'
}
