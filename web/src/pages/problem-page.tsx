import { type ProblemCode, pages } from '@sgid-login/shared'
import { Layout } from '../components/layout.tsx'
import { LoginLink } from '../components/login-link.tsx'
import { Main } from '../components/main.tsx'
import { usePageLanguage } from '../i18n/language.tsx'

/** Where the one button of a problem's page leads. */
const ways = {
  login_cancelled: 'login',
  login_expired: 'login',
  login_elsewhere: 'login',
  login_already_used: 'profile',
  login_mismatch: 'login',
  idp_unavailable: 'login',
  idp_bad_response: 'login',
  idp_rejected_client: 'landing',
  data_unavailable: 'login',
  store_unavailable: 'login',
  rate_limited: 'login',
  session_expired: 'login',
  session_required: 'login',
  csrf_rejected: 'landing',
  too_large: 'landing',
  method_not_allowed: 'landing',
  not_found: 'landing',
  internal: 'login',
} as const satisfies Record<ProblemCode, 'login' | 'landing' | 'profile'>

/** What happened, whether anything is lost, and what to do next. */
export function ProblemPage({ code }: { code: ProblemCode }) {
  const { t } = usePageLanguage()
  const lost = t(`err.${code}.lost`)
  return (
    <Layout>
      <Main heading={t(`err.${code}.h1`)}>
        <p className="lead">{t(`err.${code}.why`)}</p>
        {lost !== '' && <p>{lost}</p>}
        <p className="actions">
          <Next code={code} />
          <Aside code={code} />
        </p>
        {code !== 'not_found' && <Reference />}
      </Main>
    </Layout>
  )
}

function Next({ code }: { code: ProblemCode }) {
  const { t, href } = usePageLanguage()
  const text = t(`err.${code}.next`)
  const way = ways[code]
  if (way === 'login') return <LoginLink text={text} />
  return (
    <a className="button" href={href(pages[way])}>
      {text}
    </a>
  )
}

/** Where the reference stands; the page's script puts it there itself. */
function Reference() {
  const { t } = usePageLanguage()
  return (
    <>
      <p className="hint" data-address>
        {t('err.ref')}
      </p>
      <p className="hint" data-reference hidden>
        {t('err.ref.label')} <strong />. {t('err.ref.use')}
      </p>
    </>
  )
}

/** The second way on, where there is one. */
function Aside({ code }: { code: ProblemCode }) {
  const { t, href } = usePageLanguage()
  if (code === 'login_cancelled') return <a href={`${href(pages.landing)}#ask`}>{t('ask.h2')}</a>
  if (code === 'login_already_used') return <LoginLink className="" text={t('err.again')} />
  return null
}
