import type { ReactNode } from 'react'
import { useLanguage } from './i18n/language.tsx'

export type Assets = {
  /** The stylesheet itself, once built. */
  style?: string
  /** Its address, while developing. */
  stylesheet?: string
  /** The entry of a page that has script. */
  script?: string
  /** The script of the official banner. */
  banner?: string
  /** Modules that the entry will import. */
  preloads?: string[]
  /** What the next page will need, fetched when this one is done. */
  prefetches?: string[]
}

type Props = {
  assets: Assets
  /** The same page in all languages, for search engines. */
  alternates?: { tag: string; href: string }[]
  children: ReactNode
}

/** The HTML round a page. The page's title is its own matter: React lifts it into the head. */
export function Document({ assets, alternates = [], children }: Props) {
  const { tag } = useLanguage()
  const { style, stylesheet, script, banner, preloads = [], prefetches = [] } = assets
  return (
    <html lang={tag}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
        {/* Our own stylesheet, byte for byte: its hash is in the headers. */}
        {style !== undefined && <style dangerouslySetInnerHTML={{ __html: style }} />}
        {stylesheet !== undefined && <link rel="stylesheet" href={stylesheet} />}
        {preloads.map((href) => (
          <link key={href} rel="modulepreload" href={href} />
        ))}
        {prefetches.map((href) => (
          <link key={href} rel="prefetch" href={href} />
        ))}
        {alternates.map(({ tag, href }) => (
          <link key={tag} rel="alternate" hrefLang={tag} href={href} />
        ))}
        {script !== undefined && <script type="module" src={script} />}
        {banner !== undefined && <script type="module" src={banner} fetchPriority="low" />}
      </head>
      <body>
        <div id="root">{children}</div>
      </body>
    </html>
  )
}
