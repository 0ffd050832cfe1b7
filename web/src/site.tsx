import { pages, problemCodes, signedInPages } from '@sgid-login/shared'
import type { ReactNode } from 'react'
import { prerender } from 'react-dom/static'
import { StaticRouter } from 'react-router'
import { App } from './app.tsx'
import { languageNames } from './components/languages.tsx'
import { type Assets, Document } from './document.tsx'
import { dictionaries } from './i18n/dictionaries.ts'
import { hrefIn, LanguageProvider, type Prefix } from './i18n/language.tsx'
import { pageDictionaries } from './i18n/page-dictionaries.ts'
import { Help } from './pages/help.tsx'
import { Landing } from './pages/landing.tsx'
import { LoggedOut } from './pages/logged-out.tsx'
import { Privacy } from './pages/privacy.tsx'
import { otherProblems, ProblemPage } from './pages/problem-page.tsx'
import { SessionEnded } from './pages/session-ended.tsx'

/** One file of the build. A page without a script of its own holds no script element at all. */
type Page = {
  path: string
  file: string
  prefix: Prefix
  script?: 'main' | 'problem'
  /** True for a page that people look for. */
  indexed?: true
  content: ReactNode
}

export const prefixes = [...dictionaries.keys()]

/** Every page there is, in every language that has texts. */
export const site: Page[] = prefixes.flatMap((prefix) => {
  const page = (path: string, content: ReactNode): Page => ({
    path: prefix + path,
    file: `${prefix}${path}/index.html`.replace(/^\/+/, ''),
    prefix,
    content,
  })
  const missing = <ProblemPage code="not_found" />
  return [
    { ...page('', <Landing />), path: prefix || pages.landing, indexed: true as const },
    ...signedInPages.map((path) => ({ ...page(path, <App />), script: 'main' as const })),
    page(pages.loggedOut, <LoggedOut />),
    { ...page(pages.help, <Help />), indexed: true as const },
    { ...page(pages.privacy, <Privacy />), indexed: true as const },
    { ...page(pages.sessionEnded, <SessionEnded />), script: 'problem' as const },
    ...[...problemCodes, ...otherProblems].map((code) => ({
      ...page(`${pages.error}/${code}`, <ProblemPage code={code} />),
      script: 'problem' as const,
    })),
    { ...page('/404', missing), file: `${prefix}/404.html`.slice(1) },
  ]
})

/** The addresses of a page in all languages. */
function alternates({ path, prefix }: Page): { tag: string; href: string }[] {
  const bare = path.slice(prefix.length) || pages.landing
  return languageNames.map(({ prefix, tag }) => ({ tag, href: hrefIn(prefix)(bare) }))
}

export async function render(page: Page, assets: Assets): Promise<string> {
  const texts = await dictionaries.get(page.prefix)?.()
  if (texts === undefined) throw new Error(`there are no texts for ${page.path}`)
  const document = (
    <LanguageProvider prefix={page.prefix} texts={texts} pageTexts={pageDictionaries[page.prefix]}>
      <Document assets={assets} {...(page.indexed && { alternates: alternates(page) })}>
        <StaticRouter basename={page.prefix || '/'} location={page.path}>
          {page.content}
        </StaticRouter>
      </Document>
    </LanguageProvider>
  )
  // React moves a large boundary to the end of the page and puts it in place by an inline script.
  const { prelude } = await prerender(document, { progressiveChunkSize: Number.MAX_SAFE_INTEGER })
  return new Response(prelude).text()
}
