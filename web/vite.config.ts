import { defaultScopes, demoScopes, isGovernment } from '@sgid-login/shared'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { lean } from './lean.ts'
import { officialSource, prerender, sources } from './prerender.ts'

// The demonstration has no settings of sgID; a service that leaves this one out asks as the BFF does.
const service = Object.keys(process.env).some((name) => name.startsWith('SGID_'))
const scopes = process.env['SGID_SCOPES'] || (service ? defaultScopes : demoScopes)

const bff = process.env['BFF_ORIGIN'] ?? 'http://localhost:3000'
const redirectUri = new URL(process.env['SGID_REDIRECT_URI'] ?? '/auth/callback', bff)

// There is no way to turn it on: elsewhere it would teach people to trust the wrong address.
const banner = process.env['OFFICIAL_BANNER'] || 'auto'
if (!/^(auto|off)$/.test(banner)) throw new Error('OFFICIAL_BANNER must be auto or off')
const official = banner === 'auto' && isGovernment(redirectUri)

const define = {
  'import.meta.env.SGID_SCOPES': JSON.stringify(scopes),
  'import.meta.env.LOGIN_PURPOSES': JSON.stringify(process.env['LOGIN_PURPOSES'] ?? ''),
  'import.meta.env.OFFICIAL': JSON.stringify(official),
}

export default defineConfig({
  root: import.meta.dirname,
  define,
  plugins: [
    react(),
    lean(),
    prerender({ define, official, scopes: scopes.split(/\s+/).filter(Boolean) }),
  ],
  // The pages are rendered by our own plugin: vite has no index.html to serve or to fall back to.
  appType: 'custom',
  build: {
    // The HTML names every module to load ahead, so no script needs to.
    modulePreload: false,
    reportCompressedSize: false,
    rolldownOptions: {
      input: official ? { ...sources, official: officialSource } : sources,
      preserveEntrySignatures: false,
      // Two chunks with the libraries in them: a dozen small ones compress worse.
      output: {
        codeSplitting: {
          includeDependenciesRecursively: false,
          groups: [
            // All that an error page needs.
            { name: 'paths', test: /shared.src.paths/ },
            {
              name: 'official',
              test: /node_modules[\\/](@govtechsg|@lit|lit|lit-html|lit-element|tslib)[\\/]/,
            },
            // What all forms have in common: nobody who looks at their details loads it.
            { name: 'forms', test: /[\\/]zod[\\/]|web.src.form[\\/]|shared.src.fields/ },
            { name: 'libraries', test: /node_modules.(?!.*@tanstack)|rolldown|preload-helper/ },
            // What each page has that somebody signed in opens. All else is in the chunk of its own page.
            {
              name: 'signed-in',
              test: /@tanstack|web.hooks|web.src.(components|pages.(profile|signed-in)|i18n.(?!\w\w(-\w+)?\.ts)|(?!main|problem|official)[\w-]+\.tsx?$)|shared.src.(index|problem|scopes|session|user-info)/,
            },
          ],
        },
      },
    },
  },
  server: { proxy: { '/auth': bff, '/api': bff, [redirectUri.pathname]: bff } },
})
