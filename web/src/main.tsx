import { prefixOf } from '@sgid-login/shared'
import { hydrateRoot } from 'react-dom/client'
import { BrowserRouter } from 'react-router'
import { App } from './app.tsx'
import { dictionaries } from './i18n/dictionaries.ts'
import { LanguageProvider } from './i18n/language.tsx'
import './styles.css'

const root = document.getElementById('root')
if (root === null) throw new Error('the page has no root')

const prefix = prefixOf(location.pathname)
const texts = await dictionaries.get(prefix)?.()
if (texts === undefined) throw new Error('the page is in a language that has no pages')

hydrateRoot(
  root,
  <LanguageProvider prefix={prefix} texts={texts}>
    <BrowserRouter basename={prefix || '/'}>
      <App />
    </BrowserRouter>
  </LanguageProvider>,
)
