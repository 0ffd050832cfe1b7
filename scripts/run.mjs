// Runs one of the project's commands with the pinned pnpm and a new enough Node.
// Plain JavaScript without dependencies: this file alone has to run on Node 20.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const versions = { node: '24.21.0', pnpm: '12.21.0' }
/** react-router 8 wants this one, and it runs TypeScript as it is. */
const oldestNode = [22, 22]

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const windows = process.platform === 'win32'

const commands = {
  start: () => built(() => node('e2e/start.ts')),
  serve: () => built(() => node('bff/dist/node.js', { WEB_ROOT: join(root, 'web', 'dist') })),
  sessions: () => built(() => node('bff/dist/node-sessions.js')),
  // From source: with wrong settings nothing could be built.
  doctor: () => node('bff/src/node-doctor.ts'),
  keygen: () => node('bff/src/node-keygen.ts'),
  dev: () => node('e2e/dev.ts'),
  simulator: () => node('e2e/sgid-simulator/src/main.ts'),
  build: () => built(bill),
  hooks: pack,
  reference: () => node('docs/reference.ts'),
  sbom: () => pnpm('sbom', '--prod', '--sbom-format', 'cyclonedx'),
  licenses: () => pnpm('licenses', 'list', '--prod', '--recursive'),
  lighthouse: () => built(() => node('e2e/lighthouse.ts')),
  stress: () => built(() => node('e2e/stress/main.ts')),
  bench: () => built(() => node('bff/bench/main.ts')),
  guards: () => built(() => node('scripts/guards.ts')),
  test: () => (rest.length > 0 ? some(rest) : tallied(() => built(() => pnpm('run', 'do:test')))),
  'test:deploy': () => tallied(() => built(() => pnpm('run', 'do:deploy'))),
}

const [name = '', ...rest] = process.argv.slice(2)
const command = commands[name]
if (!command) fail(`There is no command ${name}. There are: ${Object.keys(commands).join(', ')}.`)

process.chdir(root)
const settings = join(root, '.env')
if (existsSync(settings)) process.loadEnvFile(settings)
const { nodeDir, pnpmDir } = await bringTools()
const env = cleanEnvironment()
await install()
process.exitCode = await command()

/** Brings pnpm, and Node where this one is too old. @returns the folders of their programs */
async function bringTools() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  const [oldMajor, oldMinor] = oldestNode
  const pnpmDir = join(await bring('pnpm', versions.pnpm), '.bin')
  if (major > oldMajor || (major === oldMajor && minor >= oldMinor)) {
    return { nodeDir: dirname(process.execPath), pnpmDir }
  }
  if (process.platform === 'darwin') fail(`Node ${oldestNode.join('.')} or newer is needed.`)
  // These hold the bare binary; the package called node runs npm while it is installed.
  const bare = `node-${windows ? 'win' : process.platform}-${process.arch}`
  return { nodeDir: join(await bring(bare, versions.node), bare, 'bin'), pnpmDir }
}

/** Installs one package from the npm registry into a folder of its own. @returns its node_modules */
async function bring(tool, version) {
  const dir = join(root, '.tools', `${tool}-${version}`)
  await once(join(dir, 'stamp'), version, () => {
    say(`fetching ${tool} ${version} into .tools`)
    mkdirSync(dir, { recursive: true })
    writeFileSync(join(dir, 'package.json'), '{"private":true}\n')
    const flags = ['--no-save', '--no-package-lock', '--ignore-scripts', '--loglevel=error']
    const quiet = { cwd: dir, stdio: ['ignore', 'ignore', 'inherit'] }
    return run('npm', ['install', ...flags, `${tool}@${version}`], quiet)
  })
  return join(dir, 'node_modules')
}

/** The environment without what npm adds for its own scripts: pnpm would read it as settings. */
function cleanEnvironment() {
  const ofNpm = /^npm_(package|lifecycle|execpath|command|node_execpath|config)/
  const own = Object.entries(process.env).filter(([key]) => !ofNpm.test(key))
  return { ...Object.fromEntries(own), PATH: [nodeDir, pnpmDir, process.env.PATH].join(delimiter) }
}

async function install() {
  const lock = readFileSync(join(root, 'pnpm-lock.yaml'))
  await once(join(root, 'node_modules', '.installed'), fingerprint([lock]), () => {
    say('installing from the lockfile')
    return run(join(pnpmDir, 'pnpm'), ['install', '--frozen-lockfile', '--reporter=append-only'], {
      env: { ...env, CI: 'true' },
      stdio: ['ignore', 'ignore', 'inherit'],
    })
  })
}

/** Builds the pages and the BFF when a source has changed since the last time. */
async function built(then) {
  const sources = ['shared', 'web', 'bff', 'pnpm-lock.yaml'].flatMap(filesBelow)
  const contents = sources.flatMap((file) => [file, readFileSync(join(root, file))])
  // The pages name what the scopes ask for, and at .gov.sg wear the official banner; a demonstration has no settings of sgID.
  const ofSgid = Object.keys(process.env).some((key) => key.startsWith('SGID_'))
  const { SGID_SCOPES, SGID_REDIRECT_URI, OFFICIAL_BANNER, LOGIN_PURPOSES } = process.env
  const settings = [ofSgid, SGID_SCOPES, SGID_REDIRECT_URI, OFFICIAL_BANNER, LOGIN_PURPOSES]
  const inputs = [...contents, JSON.stringify(settings)]
  const code = await once(join(root, 'node_modules', '.built'), fingerprint(inputs), () => {
    say('building the pages and the BFF')
    return run(join(pnpmDir, 'pnpm'), ['--silent', 'run', 'do:build'], { env })
  })
  return code === 0 ? then() : code
}

function filesBelow(path) {
  if (/(^|\/)(node_modules|dist|\.types|\.vite)$/.test(path)) return []
  const full = join(root, path)
  try {
    return readdirSync(full)
      .sort()
      .flatMap((entry) => filesBelow(`${path}/${entry}`))
  } catch {
    return [path]
  }
}

/** Packs the hooks for another app. */
async function pack() {
  const { version } = JSON.parse(readFileSync(join(root, 'web/hooks/package.json')))
  const code = await pnpm('-C', 'web/hooks', 'pack', '--pack-destination', join(root, 'dist'))
  if (code === 0) say(`dist/sgid-login-hooks-${version}.tgz`)
  return code
}

/** Leaves the list of what went into the build in `dist`. */
function bill() {
  const folder = join(root, 'dist')
  mkdirSync(folder, { recursive: true })
  const file = openSync(join(folder, 'sbom.cdx.json'), 'w')
  const args = ['--silent', 'sbom', '--prod', '--sbom-format', 'cyclonedx']
  return run(join(pnpmDir, 'pnpm'), args, { env, stdio: ['ignore', file, 'inherit'] })
}

/** Runs the files of tests that are named: those that end in `.spec.ts` in a whole browser, others by vitest. */
function some(files) {
  const specs = files.filter((file) => /\.spec\.ts$/.test(file))
  const others = files.filter((file) => !specs.includes(file))
  return built(async () => {
    const unit = ['--project=!deploy', '--project=!workerd']
    const code =
      others.length > 0 ? await pnpmAlone('exec', 'vitest', 'run', ...unit, ...others) : 0
    return code === 0 && specs.length > 0 ? pnpmAlone('exec', 'playwright', 'test', ...specs) : code
  })
}

/** Runs the tests, then says how many there were, in a line that a machine can read. */
async function tallied(tests) {
  const reports = join(root, '.reports')
  rmSync(reports, { recursive: true, force: true })
  // Many tests start a program from its source; this takes half of that time away.
  env.NODE_COMPILE_CACHE = join(root, 'node_modules', '.compiled')
  const code = await tests()
  const vitest = report('vitest.json')
  const browser = report('playwright.json')?.stats
  const sum = (...counts) => counts.reduce((total, count) => total + (count ?? 0), 0)
  const passed = sum(vitest?.numPassedTests, browser?.expected, browser?.flaky)
  const failed = sum(vitest?.numFailedTests, browser?.unexpected)
  const skipped = sum(vitest?.numPendingTests, browser?.skipped)
  console.log(`${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`)
  return code

  function report(file) {
    const path = join(reports, file)
    return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined
  }
}

/** Does what has not been done for this very content yet. @returns the exit code */
async function once(stamp, content, work) {
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === content) return 0
  rmSync(stamp, { force: true })
  const code = await work()
  if (code !== 0) process.exit(code)
  writeFileSync(stamp, content)
  return 0
}

function fingerprint(contents) {
  const hash = createHash('sha256').update(JSON.stringify(versions))
  for (const content of contents) hash.update(content).update('\0')
  return hash.digest('hex')
}

function node(file, extra = {}) {
  const binary = join(nodeDir, windows ? 'node.exe' : 'node')
  return run(binary, [join(root, file), ...rest], { env: { ...extra, ...env } })
}

function pnpm(...args) {
  return pnpmAlone(...args, ...rest)
}

function pnpmAlone(...args) {
  return run(join(pnpmDir, 'pnpm'), ['--silent', ...args], { env })
}

/**
 * Runs a program to its end and passes signals on. A program whose caller is killed outright is
 * asked to stop as well: npm dies of a TERM without a word to what it started.
 *
 * @returns the exit code
 */
function run(file, args, options) {
  return new Promise((resolve) => {
    const child = spawn(windows && !file.endsWith('.exe') ? `${file}.cmd` : file, args, {
      stdio: 'inherit',
      cwd: root,
      shell: windows,
      ...options,
    })
    const forward = (signal) => child.kill(signal)
    const parent = process.ppid
    const watch = setInterval(() => process.ppid !== parent && child.kill('SIGTERM'), 500)
    process.on('SIGINT', forward).on('SIGTERM', forward)
    child.on('error', (error) => fail(`${file} cannot be started: ${error.message}`))
    child.on('exit', (code, signal) => {
      clearInterval(watch)
      process.off('SIGINT', forward).off('SIGTERM', forward)
      resolve(code ?? (signal === 'SIGINT' ? 130 : 143))
    })
  })
}

function say(text) {
  console.error(`[${name}] ${text}`)
}

function fail(text) {
  console.error(text)
  process.exit(1)
}
