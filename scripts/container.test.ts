import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import {
  chmodSync,
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join, relative } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freePort, stop } from '../e2e/bff.ts'
import { demoService } from '../e2e/stack.ts'
import { call, signIn } from '../e2e/stress/citizen.ts'

const root = join(import.meta.dirname, '..')
const read = (name: string) => readFileSync(join(root, 'docs/deploy', name), 'utf8')

/** Milliseconds for an installation and a build. */
const patience = 240_000

/** The instructions of the Dockerfile: their name, and the rest of the line. */
const instructions = read('Dockerfile')
  .split('\n')
  .filter((line) => /^[A-Z]/.test(line))
  .map((line) => [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)] as const)

let image: Awaited<ReturnType<typeof build>>
let service: Awaited<ReturnType<typeof demoService>> & { port: number }
beforeAll(async () => {
  const port = await freePort()
  service = { ...(await demoService({ port, sgidPort: 0 })), port }
  const { SGID_REDIRECT_URI, SGID_SCOPES } = service.settings
  image = await build({ SGID_REDIRECT_URI, SGID_SCOPES })
}, patience)
afterAll(async () => {
  if (image) rmSync(image.folder, { recursive: true })
  await service.sgid.close()
})

test('what the Dockerfile builds in an empty folder is, byte for byte, what is built here (P40)', () => {
  const files = globSync('{bff,web}/dist/**/*', { cwd: root }).filter((name) =>
    statSync(join(root, name)).isFile(),
  )

  expect(files.length).toBeGreaterThan(100)
  for (const name of files) {
    expect([name, hash(join(image.root, 'app', name))]).toEqual([name, hash(join(root, name))])
  }
})

test('it runs as somebody else, writes nothing, serves logins, and says whether it lives (P32)', async () => {
  const admin = await freePort()
  const env = { ...image.env, ...service.settings, SESSION_STORE: 'memory:' }
  const at = { PORT: `${service.port}`, ADMIN_PORT: `${admin}` }
  const before = contents(image.root)
  const child = image.run(image.command, { ...env, ...at })
  const healthy = async () => {
    const [code] = await once(image.run(image.health, { ...env, ...at }), 'exit')
    return code
  }
  for (let look = 0; look < 200 && (await healthy()) !== 0; look++) await sleep(50)
  const live = await fetch(`http://127.0.0.1:${admin}/livez`)
  const page = await fetch(`http://127.0.0.1:${service.port}/help`)
  const cookie = await signIn(`http://127.0.0.1:${service.port}`)
  const details = await call(`http://127.0.0.1:${service.port}/auth/userinfo`, cookie)
  const owner = statSync(`/proc/${child.pid}`).uid
  const code = await stop(child)

  expect([live.status, page.status, details.status, code]).toEqual([200, 200, 200, 0])
  expect(await healthy()).toBe(1)
  if (process.getuid?.() === 0) expect(owner).toBe(1000)
  expect(contents(image.root)).toEqual(before)
})

test('it holds the program, the pages and the list of what they are made of, and no source (P40)', () => {
  const folders = new Set(globSync('*/*', { cwd: join(image.root, 'app') }))
  const { bomFormat, components } = JSON.parse(
    readFileSync(join(image.root, 'app/sbom.cdx.json'), 'utf8'),
  )
  const names = components.map(({ name }: { name: string }) => name)

  expect(folders).toEqual(new Set(['bff/dist', 'web/dist']))
  expect(bomFormat).toBe('CycloneDX')
  expect(names).toEqual(expect.arrayContaining(['hono', 'jose', 'oauth4webapi', 'redis', 'react']))
})

test('its base is the Node of the project, and it starts as nobody special, by node itself', () => {
  const of = (wanted: string) => instructions.filter(([name]) => name === wanted)
  const { node } = /versions = \{ node: '(?<node>[\d.]+)'/.exec(
    readFileSync(join(root, 'scripts/run.mjs'), 'utf8'),
  )?.groups ?? { node: '' }

  for (const [, base] of of('FROM')) expect(base).toMatch(new RegExp(`^node:${node}-\\w+-slim\\b`))
  expect(of('USER')).toEqual([['USER', '1000:1000']])
  expect(image.command).toEqual(['node', 'bff/dist/node.js'])
  expect(image.health[0]).toBe('node')
})

/** Carries out the Dockerfile, but for its bases: each stage is a folder. */
async function build(args: Record<string, string>) {
  const folder = mkdtempSync(join(tmpdir(), 'image-'))
  chmodSync(folder, 0o755)
  const stages = new Map<string, string>()
  let stage = ''
  let workdir = '/'
  let env: Record<string, string> = {}
  let known: Record<string, string> = {}
  let user = ''
  let command: string[] = []
  let health: string[] = []

  for (const [name, rest] of instructions) {
    if (name === 'FROM') {
      const [, alias = 'last'] = / AS (\w+)/.exec(rest) ?? []
      stage = join(folder, alias)
      mkdirSync(stage)
      stages.set(alias, stage)
      workdir = '/'
      env = {}
      known = {}
    } else if (name === 'WORKDIR') {
      workdir = rest
      mkdirSync(join(stage, workdir), { recursive: true })
    } else if (name === 'COPY') {
      const [, from, what = '', to = ''] = /^(?:--from=(\w+) )?(\S+) (\S+)$/.exec(rest) ?? []
      const source = from ? join(stages.get(from) ?? '', what) : join(root, what)
      const target = join(stage, workdir, to)
      const into =
        to.endsWith('/') && statSync(source).isFile() ? join(target, basename(what)) : target
      mkdirSync(dirname(into), { recursive: true })
      const filter = from ? () => true : wanted
      cpSync(source, into, { recursive: true, verbatimSymlinks: true, filter })
    } else if (name === 'ARG') {
      const value = args[rest]
      if (value !== undefined) known[rest] = value
    } else if (name === 'RUN') {
      const code = await sh(rest, join(stage, workdir), { ...env, ...known })
      if (code !== 0) throw new Error(`RUN ${rest} ended with ${code}`)
    } else if (name === 'ENV') {
      for (const [, key = '', value = ''] of rest.matchAll(/(\w+)=(\S+)/g)) env[key] = value
    } else if (name === 'USER') user = rest
    else if (name === 'CMD') command = JSON.parse(rest)
    else if (name === 'HEALTHCHECK') health = JSON.parse(rest.slice(rest.indexOf('CMD ') + 4))
    else if (name !== 'EXPOSE') throw new Error(`what is ${name}?`)
  }

  const [uid, gid] = user.split(':').map(Number)
  const paths = Object.entries(env).map(([key, value]) => {
    return [key, value.startsWith('/') ? join(stage, value) : value]
  })
  return {
    folder,
    root: stage,
    env: { PATH: process.env['PATH'], ...Object.fromEntries(paths) },
    command,
    health,
    /** As the image's user, where only root can be somebody else. */
    run: ([file = '', ...rest]: string[], env: Record<string, string | undefined>) =>
      spawn(file, rest, {
        cwd: join(stage, workdir),
        env,
        stdio: 'ignore',
        ...(process.getuid?.() === 0 && { uid, gid }),
      }),
  }
}

/** What .dockerignore leaves in. */
function wanted(path: string): boolean {
  const patterns = readFileSync(join(root, '.dockerignore'), 'utf8').trim().split('\n')
  const name = relative(root, path)
  return !patterns.some((pattern) => {
    const [deep, last] = [pattern.startsWith('**/'), pattern.replace('**/', '')]
    const text = last.replaceAll('.', '\\.').replaceAll('*', '[^/]*')
    return new RegExp(`${deep ? '(^|/)' : '^'}${text}$`).test(name)
  })
}

/** A shell in this machine's surroundings, which say how packages are found, without our settings. */
async function sh(
  script: string,
  cwd: string,
  env: Record<string, string>,
): Promise<number | null> {
  const ours =
    /^(SGID_|SESSION_|LOGIN_|OFFICIAL_|VITEST|NODE_ENV|NODE_OPTIONS|WEB_ROOT|npm_(?!config))/
  const around = Object.entries(process.env).filter(([name]) => !ours.test(name))
  const child = spawn('sh', ['-c', script], {
    cwd,
    env: { ...Object.fromEntries(around), ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
    timeout: patience,
  })
  const [code] = await once(child, 'exit')
  return code
}

function hash(file: string): string {
  return existsSync(file)
    ? createHash('sha256').update(readFileSync(file)).digest('hex')
    : 'missing'
}

function contents(folder: string): string[] {
  return globSync('**/*', { cwd: folder })
    .filter((name) => statSync(join(folder, name)).isFile())
    .map((name) => `${name} ${hash(join(folder, name))}`)
    .sort()
}

test('nobody but root could write into it', () => {
  const open = spawnSync('find', [image.root, '-perm', '/o+w', '-not', '-type', 'l'])

  expect(open.stdout.toString()).toBe('')
})
