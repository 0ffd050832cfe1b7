import type { ReactNode } from 'react'
import { useLanguage } from './i18n/language.tsx'

export type Assets = {
  /** The stylesheet itself, once built. */
  style?: string
  /** Its address, while developing. */
  stylesheet?: string
  /** The entry of a page that has script. */
  script?: string
  /** Modules that the entry will import. */
  preloads?: string[]
}

/** The HTML round a page. The page's title is its own matter: React lifts it into the head. */
export function Document({ assets, children }: { assets: Assets; children: ReactNode }) {
  const { tag } = useLanguage()
  const { style, stylesheet, script, preloads = [] } = assets
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
        {script !== undefined && <script type="module" src={script} />}
      </head>
      <body>
        <div id="root">{children}</div>
      </body>
    </html>
  )
}
