import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { serveStatic } from '@hono/node-server/serve-static'
import { languages, prefixOf } from '@sgid-login/shared'
import { Hono } from 'hono'
import { etag } from 'hono/etag'
import type { AppConfig } from '../app-config.ts'
import { checkBuild, headersOf } from './page-rules.ts'

/**
 * The built pages and assets of a folder, with the headers that the build wrote down for them.
 *
 * @param config what a login asks for and where the pages are read: they say so too, and were built
 *   with it
 * @throws {Error} when the folder holds no build, or pages that say something else
 */
export function createStaticFiles(
  root: string,
  config: Pick<AppConfig, 'https' | 'scopes' | 'publicOrigin'>,
) {
  const { rules } = checkBuild(readBuild(root), config, 'WEB_ROOT')
  const missing = new Map(
    Object.keys(languages).map((prefix) => [
      prefix,
      readMissing(join(root, `.${prefix}`)) ?? readMissing(root) ?? '',
    ]),
  )

  const app = new Hono()
    .use(async (c, next) => {
      await next()
      for (const [name, value] of Object.entries(headersOf(rules, c.req.path)))
        c.header(name, value)
      if (!config.https) c.header('Strict-Transport-Security', undefined)
      if (c.res.status === 404) c.header('Cache-Control', 'no-store')
    })
    // Within the headers, of which it would leave few on a 304.
    .use(etag())
    .use(serveStatic({ root, precompressed: true }))
    .notFound((c) => c.html(missing.get(prefixOf(c.req.path)) ?? '', 404))
  return async (request: Request) => app.fetch(request)
}

/** The page that says that there is none. An app without languages has one of them, or none. */
function readMissing(folder: string): string | undefined {
  const file = join(folder, '404.html')
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined
}

function readBuild(root: string): unknown {
  try {
    return JSON.parse(readFileSync(join(root, 'headers.json'), 'utf8'))
  } catch {
    return undefined
  }
}
