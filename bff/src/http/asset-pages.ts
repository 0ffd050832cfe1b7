import { prefixOf } from '@sgid-login/shared'
import type { AppConfig } from '../app-config.ts'
import { checkBuild } from './page-rules.ts'

/** The platform's binding of static files. */
export interface Assets {
  fetch(request: Request): Promise<Response>
}

/**
 * What the platform's static files leave over: it answers by itself for every file that there is,
 * with the headers that the build wrote into `_headers`, and asks us for the rest. That is answered
 * by the page that says so, in the visitor's language.
 *
 * @throws {Error} when the files are no build, or pages that say something else than the settings
 */
export async function createAssetPages(assets: Assets, config: AppConfig) {
  const get = (path: string, method = 'GET') =>
    assets.fetch(new Request(new URL(path, config.publicOrigin), { method }))
  const build = await get('/headers.json')
  checkBuild(build.ok ? await build.json() : undefined, config, 'the folder of the assets')

  return async ({ url, method }: Request): Promise<Response> => {
    const page = await get(`${prefixOf(new URL(url).pathname)}/404`, method)
    const headers = new Headers(page.headers)
    headers.delete('ETag')
    headers.set('Cache-Control', 'no-store')
    return new Response(page.body, { status: 404, headers })
  }
}
