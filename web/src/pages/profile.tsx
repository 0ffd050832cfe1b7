import { type Failed, RequireSession, useUserInfo } from '@sgid-login/hooks'
import { Details } from '../components/details.tsx'
import { Failure } from '../components/failure.tsx'
import { LoginRequired } from '../components/login-required.tsx'
import { Main } from '../components/main.tsx'
import { OfflineNotice } from '../components/offline-notice.tsx'
import { StayDialog } from '../components/stay-dialog.tsx'
import { Waiting } from '../components/waiting.tsx'
import { useLanguage } from '../i18n/language.tsx'

/** What sgID shared about the signed-in person. */
export function Profile() {
  // Asked for beside the session, not after it: the person waits for one answer, not for two.
  useUserInfo()
  return (
    <RequireSession
      waiting={<Waiting />}
      signedOut={<LoginRequired />}
      failed={(failure) => <NotChecked {...failure} />}
      dialog={<StayDialog />}
    >
      <Loaded />
    </RequireSession>
  )
}

function NotChecked({ why, retry }: Failed) {
  const { t } = useLanguage()
  if (why === 'offline') return <Waiting />
  return (
    <Main heading={t('profile.h1')}>
      <Failure heading={t('session.fail.h')} text={t('session.fail')} retry={retry} />
    </Main>
  )
}

function Loaded() {
  const { t } = useLanguage()
  const userInfo = useUserInfo()
  switch (userInfo.state) {
    case 'ready':
      return (
        <Main heading={t('profile.h1')}>
          <Details userInfo={userInfo} notice={<OfflineNotice asOf={userInfo.at} />} />
        </Main>
      )
    case 'failed':
      if (userInfo.why === 'offline') return <Waiting />
      return (
        <Main heading={t('profile.h1')}>
          <Failure heading={t('profile.fail.h')} text={t('profile.fail')} retry={userInfo.retry} />
        </Main>
      )
    // The session is over: whoever requires it is about to leave.
    case 'signed-out':
    case 'waiting':
      return <Waiting />
  }
}
