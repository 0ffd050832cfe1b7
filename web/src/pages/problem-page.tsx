import { type ProblemCode, pages } from '@sgid-login/shared'
import { Layout } from '../components/layout.tsx'
import { LoginLink } from '../components/login-link.tsx'
import { Main } from '../components/main.tsx'
import { dateTimeText } from '../i18n/dates.ts'
import { usePageLanguage } from '../i18n/language.tsx'
import type { Key, PageKey } from '../i18n/translate.ts'
import { service } from '../service.ts'

/** Pages of problems that the BFF never sees: the browser does, or whoever closes the service. */
export const otherProblems = ['cookies_blocked', 'maintenance'] as const
type Code = ProblemCode | (typeof otherProblems)[number]

type NextText = 'login' | 'retry' | 'again' | 'contact' | Extract<PageKey, `next.${string}`>
type Guidance = {
  /** What happened: the name of its texts. */
  about: Extract<Key | PageKey, `err.${string}.h1`> extends `err.${infer Name}.h1` ? Name : never
  lost?: Extract<Key | PageKey, `lost.${string}` | `err.${string}.lost`>
  next?: [way: 'login' | 'profile' | 'landing' | 'contact', text: NextText]
  aside?: 'ask' | 'login' | 'link' | 'cookies' | 'singpass' | 'contact'
  /** Seconds before the next try has a chance. */
  wait?: number
}

const again: Guidance['next'] = ['login', 'retry']
const unexpected: Guidance = {
  about: 'unexpected',
  lost: 'lost.changed',
  next: ['landing', 'next.start'],
}

const unanswered: Guidance = {
  about: 'internal',
  lost: 'err.internal.lost',
  next: again,
  aside: 'contact',
}

/** What a person reads, and the one thing to do next. */
const guidance: Record<Code, Guidance> = {
  login_cancelled: {
    about: 'login_cancelled',
    lost: 'lost.shared',
    next: ['login', 'login'],
    aside: 'ask',
  },
  login_expired: { about: 'login_expired', lost: 'lost.shared', next: ['login', 'next.again'] },
  login_elsewhere: {
    about: 'login_elsewhere',
    lost: 'err.login_elsewhere.lost',
    next: ['login', 'next.here'],
  },
  login_already_used: {
    about: 'login_already_used',
    lost: 'err.login_already_used.lost',
    next: ['profile', 'next.details'],
    aside: 'login',
  },
  login_mismatch: {
    about: 'login_mismatch',
    lost: 'err.login_mismatch.lost',
    next: ['login', 'next.again'],
    aside: 'link',
  },
  idp_unavailable: {
    about: 'idp_unavailable',
    lost: 'err.idp_unavailable.lost',
    next: again,
    aside: 'singpass',
    wait: 30,
  },
  idp_bad_response: {
    about: 'idp_bad_response',
    lost: 'err.idp_bad_response.lost',
    next: again,
    aside: 'contact',
  },
  idp_rejected_client: {
    about: 'idp_rejected_client',
    lost: 'lost.shared',
    next: ['contact', 'contact'],
  },
  data_unavailable: {
    about: 'data_unavailable',
    lost: 'err.data_unavailable.lost',
    next: again,
    aside: 'contact',
  },
  store_unavailable: { about: 'store_unavailable', lost: 'lost.nothing', next: again, wait: 30 },
  rate_limited: { about: 'rate_limited', lost: 'lost.nothing', next: again, wait: 60 },
  session_expired: {
    about: 'session_expired',
    lost: 'err.session_expired.lost',
    next: ['login', 'again'],
  },
  session_required: { about: 'session_required', next: ['login', 'login'] },
  csrf_rejected: unexpected,
  insufficient_scope: unexpected,
  invalid_input: unexpected,
  too_large: unexpected,
  method_not_allowed: unexpected,
  not_found: { about: 'not_found', next: ['landing', 'next.start'] },
  internal: unanswered,
  // Only calls of a page end in these two, which the page itself explains.
  upstream_unavailable: unanswered,
  upstream_bad_response: unanswered,
  cookies_blocked: {
    about: 'cookies_blocked',
    lost: 'lost.shared',
    next: again,
    aside: 'cookies',
  },
  maintenance: { about: 'maintenance', lost: 'lost.nothing' },
}

/** What happened, whether anything is lost, and what to do next. */
export function ProblemPage({ code }: { code: Code }) {
  const { t, tag } = usePageLanguage()
  const { about, lost, next, aside, wait } = guidance[code]
  const { downtime } = service
  return (
    <Layout>
      <Main heading={t(`err.${about}.h1`)}>
        <p className="lead">{t(`err.${about}.why`)}</p>
        {code === 'maintenance' && downtime && (
          <p>
            {t('err.maintenance.time', {
              from: dateTimeText(downtime.from, tag),
              to: dateTimeText(downtime.to, tag),
            })}
          </p>
        )}
        {lost && <p>{t(lost)}</p>}
        {next && (
          <p className="actions">
            <Next way={next[0]} text={t(next[1])} />
            {aside && <Aside to={aside} />}
          </p>
        )}
        {wait !== undefined && <Wait seconds={wait} />}
        {code !== 'not_found' && code !== 'maintenance' && <Reference />}
        <p className="hint">{t('err.help', { phone: service.phone, hours: t('err.hours') })}</p>
      </Main>
    </Layout>
  )
}

function Next({ way, text }: { way: NonNullable<Guidance['next']>[0]; text: string }) {
  const { href } = usePageLanguage()
  if (way === 'login') return <LoginLink text={text} />
  const to = way === 'contact' ? `${href(pages.help)}#contact` : href(pages[way])
  return (
    <a className="button" href={to}>
      {text}
    </a>
  )
}

/** The second way on, where there is one. */
function Aside({ to }: { to: NonNullable<Guidance['aside']> }) {
  const { t, href } = usePageLanguage()
  const help = href(pages.help)
  switch (to) {
    case 'ask':
      return <a href={`${href(pages.landing)}#ask`}>{t('ask.h2')}</a>
    case 'login':
      return <LoginLink className="" text={t('next.again')} />
    case 'link':
      return <a href={`${help}#link`}>{t('aside.link')}</a>
    case 'cookies':
      return <a href={`${help}#cookies`}>{t('err.cookies_blocked.aside')}</a>
    case 'singpass':
      return <a href={service.singpass}>{t('aside.singpass')}</a>
    case 'contact':
      return <a href={`${help}#contact`}>{t('contact')}</a>
  }
}

/** The page's script counts down here; without it the button works at once. */
function Wait({ seconds }: { seconds: number }) {
  const { t } = usePageLanguage()
  return (
    <p
      className="hint"
      data-wait={seconds}
      data-waiting={t('err.wait', { time: '{time}' })}
      data-ready={t('err.ready')}
      hidden
    />
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
      <div className="hint reference" data-reference hidden>
        <p>
          {t('err.ref.label')} <strong />. {t('err.ref.use')}
        </p>
        <button
          type="button"
          className="button quiet"
          data-copied={t('err.ref.copied')}
          data-failed={t('copy.fail')}
        >
          {t('err.ref.copy')}
        </button>
      </div>
    </>
  )
}
