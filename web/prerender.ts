import { createHash } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { pages } from '@sgid-login/shared'
import { createServer, type Plugin, type Rolldown, type UserConfig, type ViteDevServer } from 'vite'
import type * as Site from './src/site.tsx'
import { hostHeaders, nginxHeaders, staticHeaders } from './static-headers.ts'

/** The source of each script that a page may have. */
export const sources = { main: '/src/main.tsx', problem: '/src/problem.ts' }
/** The source of the script that every page has as well, at an address of the Government. */
export const officialSource = '/src/official.ts'

type Options = Pick<UserConfig, 'define'> & {
  /** What the pages say that a login asks for. */
  scopes: string[]
  /** Whether they wear the banner of the Government. */
  official: boolean
}

/** Renders every page to HTML: into files when building, on request while developing. */
export function prerender({ define, scopes, official }: Options): Plugin[] {
  const build: Plugin = {
    name: 'prerender:build',
    apply: 'build',
    enforce: 'post',
    async generateBundle(_options, bundle) {
      const style = takeStyle(bundle)
      const emit = (fileName: string, source: string) =>
        this.emitFile({ type: 'asset', fileName, source })

      const server = await createServer({
        root: import.meta.dirname,
        configFile: false,
        define: define ?? {},
        appType: 'custom',
        logLevel: 'warn',
        optimizeDeps: { noDiscovery: true },
        server: { middlewareMode: true, watch: null, ws: false },
      })
      try {
        const { site, render, prefixes } = await load(server)
        for (const page of site)
          emit(page.file, await render(page, { style, ...assetsOf(bundle, page) }))
        const { rules } = staticHeaders(cspHash(style), prefixes, official)
        emit('headers.json', `${JSON.stringify({ scopes, official, rules }, null, 2)}\n`)
        const paths = site.map(({ path }) => path)
        const assets = Object.keys(bundle).filter((name) => name.startsWith('assets/'))
        const known = [...paths, ...assets.map((name) => `/${name}`)]
        emit('_headers', hostHeaders(rules, known))
        emit('headers.nginx', nginxHeaders(rules, prefixes))
        // Cloudflare compresses by itself, and takes no more than so many files.
        emit('.assetsignore', '*.br\n*.gz\nheaders.nginx\n')
      } finally {
        await server.close()
      }
    },
    async writeBundle({ dir }) {
      if (dir !== undefined) await compress(dir)
    },
  }
  const serve: Plugin = {
    name: 'prerender:serve',
    apply: (_config, { command }) => command === 'serve' && process.env['VITEST'] === undefined,
    configureServer: (server) => () => renderOnRequest(server, official),
    hotUpdate({ modules }) {
      // What only the server renders is in no browser's module graph: load the page again.
      if (this.environment.name === 'client' && modules.length === 0)
        this.environment.hot.send({ type: 'full-reload' })
    },
  }
  return [build, serve]
}

async function load(
  server: ViteDevServer,
): Promise<Pick<typeof Site, 'site' | 'render' | 'prefixes'>> {
  const module = await server.ssrLoadModule('/src/site.tsx')
  return { site: module['site'], render: module['render'], prefixes: module['prefixes'] }
}

function cspHash(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`
}

/** The one stylesheet, taken out of the bundle: it goes into the pages. */
function takeStyle(bundle: Rolldown.OutputBundle): string {
  const sheets = Object.values(bundle).filter(({ fileName }) => fileName.endsWith('.css'))
  for (const { fileName } of sheets) delete bundle[fileName]
  const source = (sheet: Rolldown.OutputAsset | Rolldown.OutputChunk) =>
    sheet.type === 'asset' ? Buffer.from(sheet.source).toString() : ''
  return sheets.map(source).join('').trim()
}

type Page = (typeof Site.site)[number]

/** The scripts of a page, loaded side by side. The landing has none, and fetches the profile's. */
function assetsOf(bundle: Rolldown.OutputBundle, { script: name, path, prefix }: Page) {
  const [banner] = scriptsOf(bundle, 'official', prefix)
  const own = banner === undefined ? {} : { banner }
  if (path === (prefix || pages.landing)) {
    const [script, ...preloads] = scriptsOf(bundle, 'main', prefix)
    return { ...own, prefetches: [...(script ? [script] : []), ...preloads] }
  }
  const [script, ...preloads] = scriptsOf(bundle, name, prefix, path.slice(prefix.length + 1))
  return { ...own, ...(script && { script }), preloads }
}

/** Pages in the chunk of all who are signed in. */
const common = ['signed-in', 'profile']

/**
 * An entry, and all that it will import, of which the texts of one language.
 *
 * @param own the page that is at `/apply` is in `pages/apply.tsx`; of others nothing is loaded
 */
function scriptsOf(
  bundle: Rolldown.OutputBundle,
  name: string | undefined,
  prefix: string,
  own: string = pages.profile.slice(1),
) {
  const foreign = ({ facadeModuleId }: Rolldown.OutputChunk) => {
    const [, language] = /\/i18n\/(\w\w)(?:-\w+)?\.ts$/.exec(facadeModuleId ?? '') ?? []
    if (language !== undefined) return language !== (prefix.slice(1) || 'en')
    const [, page] = /\/src\/pages\/([\w-]+)\.tsx$/.exec(facadeModuleId ?? '') ?? []
    return page !== undefined && ![...common, own].includes(page)
  }
  const chunks = Object.values(bundle).filter((file) => file.type === 'chunk')
  const entry = chunks.find((chunk) => chunk.isEntry && chunk.name === name)
  if (entry === undefined) return []
  const needed = new Set([entry.fileName])
  for (const fileName of needed) {
    const chunk = chunks.find((chunk) => chunk.fileName === fileName)
    for (const imported of [...(chunk?.imports ?? []), ...(chunk?.dynamicImports ?? [])])
      if (!chunks.some((chunk) => chunk.fileName === imported && foreign(chunk)))
        needed.add(imported)
  }
  return [...needed].map((fileName) => `/${fileName}`)
}

function renderOnRequest(server: ViteDevServer, official: boolean): void {
  server.middlewares.use((request, response, next) => {
    const { pathname } = new URL(request.url ?? '/', 'http://local.invalid')
    const respond = async () => {
      const { site, render } = await load(server)
      const missing = site.find((page) => page.file === '404.html')
      const page = site.find((page) => page.path === pathname.replace(/(?<=.)\/$/, '')) ?? missing
      if (page === undefined) return next()
      const script = page.script && sources[page.script]
      const html = await render(page, {
        stylesheet: '/src/styles.css',
        ...(official && { banner: officialSource }),
        ...(script && { script }),
      })
      response.statusCode = page === missing ? 404 : 200
      response.setHeader('Content-Type', 'text/html; charset=utf-8')
      response.end(await server.transformIndexHtml(pathname, html))
    }
    respond().catch(next)
  })
}

/** Puts a brotli and a gzip file beside every text file, so that no server compresses on request. */
async function compress(folder: string): Promise<void> {
  const quality = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY }
  for (const name of await readdir(folder, { recursive: true })) {
    if (!/\.(html|js|css|svg|json)$/.test(name)) continue
    const file = join(folder, name)
    const bytes = await readFile(file)
    await writeFile(`${file}.br`, brotliCompressSync(bytes, { params: quality }))
    await writeFile(`${file}.gz`, gzipSync(bytes, { level: constants.Z_BEST_COMPRESSION }))
  }
}
