import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePort, stop } from './bff.ts'
import { explain } from './explain.ts'
import { onStop } from './on-stop.ts'
import { demoService, ownSettings } from './stack.ts'

// What `npm run dev` runs: the demonstration with hot reload. The browser talks to vite, which
// renders the pages and hands /auth/* and /api/* on to a BFF that restarts when its source changes.
const port = Number(process.env['PORT'] ?? 3000)
const bffPort = await freePort()
const sgidPort = Number(process.env['SIMULATOR_PORT'] ?? 5157)
// vite would say so in a page of its own, and the rest would run on without it.
const { sgid, settings } = await freePort(port)
  .then(() => demoService({ port, sgidPort }))
  .catch((error: unknown) => {
    console.error(explain(error))
    process.exit(1)
  })
const own = ownSettings(process.env)
// Nobody is logged out when the BFF starts again: it finds their sessions, and the secret that opens them.
const sessions = mkdtempSync(join(tmpdir(), 'sgid-dev-'))
const inherited = { PATH: process.env['PATH'], HOME: process.env['HOME'] }

const bff = run(
  process.execPath,
  ['--watch', '--watch-preserve-output', source('bff/src/node.ts')],
  // Files that its settings name are found as `npm start` finds them.
  source('.'),
  {
    ...own,
    ...settings,
    SESSION_STORE: `sqlite:${join(sessions, 'sessions.sqlite')}`,
    SESSION_SECRET: randomBytes(32).toString('base64'),
    PORT: String(bffPort),
  },
)
// The program itself: one that started it might end before it does.
const vite = run(
  process.execPath,
  ['node_modules/vite/bin/vite.js', '--port', String(port), '--strictPort'],
  source('web'),
  {
    ...settings,
    LOGIN_PURPOSES: own['LOGIN_PURPOSES'] ?? '',
    BFF_ORIGIN: `http://127.0.0.1:${bffPort}`,
  },
)
console.log(`
  Open      http://localhost:${port}
  Simulator ${sgid.origin}
  Stop      Ctrl-C
`)

onStop(async () => {
  await Promise.all([stop(bff), stop(vite), sgid.close()])
  rmSync(sessions, { recursive: true, force: true })
})

function run(
  command: string,
  args: string[],
  cwd: string,
  settings: Record<string, string>,
): ChildProcess {
  return spawn(command, args, {
    cwd,
    env: { ...inherited, ...settings },
    stdio: 'inherit',
  })
}

function source(path: string): string {
  return fileURLToPath(new URL(`../${path}`, import.meta.url))
}
