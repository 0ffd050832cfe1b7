import { useUserInfo } from '../api/user-info.ts'
import { Details } from '../components/details.tsx'
import { Failure } from '../components/failure.tsx'
import { Main } from '../components/main.tsx'
import { OfflineNotice } from '../components/offline-notice.tsx'
import { RequireSession } from '../components/require-session.tsx'
import { Waiting } from '../components/waiting.tsx'
import { useLanguage } from '../i18n/language.tsx'

/** What sgID shared about the signed-in person. */
export function Profile() {
  // Asked for beside the session, not after it: the person waits for one answer, not for two.
  useUserInfo()
  return (
    <RequireSession waiting={<Waiting />}>
      <Loaded />
    </RequireSession>
  )
}

function Loaded() {
  const { t } = useLanguage()
  const { data: userInfo, error, refetch, dataUpdatedAt } = useUserInfo()
  if (userInfo === undefined && error === null) return <Waiting />
  return (
    <Main heading={t('profile.h1')}>
      {userInfo === undefined ? (
        <Failure heading={t('profile.fail.h')} text={t('profile.fail')} retry={refetch} />
      ) : (
        <Details userInfo={userInfo} notice={<OfflineNotice asOf={dataUpdatedAt} />} />
      )}
    </Main>
  )
}
