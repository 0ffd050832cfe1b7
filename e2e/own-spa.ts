import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const source = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url))

/** An app of somebody else, built with the packed hooks in a folder outside the project. */
export interface OwnSpa {
  /** For `WEB_ROOT`. */
  dist: string
  remove(): Promise<void>
}

/**
 * Packs the hooks, installs what was packed beside the app as its package.json says, checks the
 * app's types and builds it. All else that it needs is linked to what is installed here: a test
 * calls no registry.
 *
 * @param react the major version that the app has
 * @throws {Error} when one of these fails
 */
export async function buildOwnSpa(react: 18 | 19): Promise<OwnSpa> {
  const folder = await mkdtemp(join(tmpdir(), 'own-spa-'))
  const remove = () => rm(folder, { recursive: true, force: true })
  try {
    await cp(source('e2e/own-spa'), folder, { recursive: true })
    await run('pnpm', ['pack', '--pack-destination', folder], source('web/hooks'))
    await linkDependencies(folder, react)
    await run('pnpm', ['install', '--offline', '--ignore-workspace'], folder)
    await run('pnpm', ['run', 'build'], folder)
    return { dist: join(folder, 'dist'), remove }
  } catch (error) {
    await remove()
    throw error
  }
}

/** Where the package came to be, once it is packed and unpacked. @param folder to put it into */
export async function packHooks(folder: string): Promise<string> {
  await run('pnpm', ['pack', '--pack-destination', folder], source('web/hooks'))
  const [tarball = ''] = (await readdir(folder)).filter((name) => name.endsWith('.tgz'))
  await run('tar', ['-xzf', tarball], folder)
  return join(folder, 'package')
}

async function linkDependencies(folder: string, react: 18 | 19): Promise<void> {
  const places = [...(react === 18 ? ['e2e/react-18'] : []), 'web', 'web/hooks']
  const installed = (name: string) =>
    places.map((place) => source(`${place}/node_modules/${name}`)).find(existsSync)
  const file = join(folder, 'package.json')
  const manifest: Record<string, Record<string, string>> = JSON.parse(await readFile(file, 'utf8'))
  for (const group of [manifest['dependencies'], manifest['devDependencies']])
    for (const name of Object.keys(group ?? {}))
      if (group && !group[name]?.startsWith('file:')) group[name] = `link:${installed(name)}`
  await writeFile(file, JSON.stringify(manifest))
}

async function run(command: string, args: string[], cwd: string): Promise<void> {
  const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] })
  const said: string[] = []
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (part: Buffer) => said.push(part.toString()))
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`${command} ${args.join(' ')}\n${said.join('')}`)
}
