import { defaultScopes, demoScopes } from '@sgid-login/shared'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { lean } from './lean.ts'
import { prerender, sources } from './prerender.ts'

// The demonstration has no settings of sgID; a service that leaves this one out asks as the BFF does.
const service = Object.keys(process.env).some((name) => name.startsWith('SGID_'))
const scopes = process.env['SGID_SCOPES'] || (service ? defaultScopes : demoScopes)

const bff = process.env['BFF_ORIGIN'] ?? 'http://localhost:3000'
const redirectPath = new URL(process.env['SGID_REDIRECT_URI'] ?? '/auth/callback', bff).pathname

const define = {
  'import.meta.env.SGID_SCOPES': JSON.stringify(scopes),
}

export default defineConfig({
  root: import.meta.dirname,
  define,
  plugins: [react(), lean(), prerender({ define, scopes: scopes.split(/\s+/).filter(Boolean) })],
  // The pages are rendered by our own plugin: vite has no index.html to serve or to fall back to.
  appType: 'custom',
  build: {
    // The HTML names every module to load ahead, so no script needs to.
    modulePreload: false,
    reportCompressedSize: false,
    rolldownOptions: {
      input: sources,
      preserveEntrySignatures: false,
      // Two chunks with the libraries in them: a dozen small ones compress worse.
      output: {
        codeSplitting: {
          includeDependenciesRecursively: false,
          groups: [
            // All that an error page needs.
            { name: 'paths', test: /shared.src.paths/ },
            { name: 'libraries', test: /node_modules.(?!.*@tanstack)|rolldown|preload-helper/ },
            { name: 'signed-in', test: /@tanstack|web.src.(?!i18n.\w\w\.ts|main|problem)|shared/ },
          ],
        },
      },
    },
  },
  server: { proxy: { '/auth': bff, '/api': bff, [redirectPath]: bff } },
})
