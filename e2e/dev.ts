import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { freePort, stop } from './bff.ts'
import { onStop } from './on-stop.ts'
import { demoService, ownSettings } from './stack.ts'

// What `npm run dev` runs: the demonstration with hot reload. The browser talks to vite, which
// renders the pages and hands /auth/* and /api/* on to a BFF that restarts when its source changes.
const port = Number(process.env['PORT'] ?? 3000)
const bffPort = await freePort()
const { sgid, settings } = await demoService({ port, sgidPort: 5157 })
const inherited = { PATH: process.env['PATH'], HOME: process.env['HOME'] }

const bff = run(
  process.execPath,
  ['--watch', '--watch-preserve-output', source('bff/src/node.ts')],
  // Files that its settings name are found as `npm start` finds them.
  source('.'),
  {
    ...ownSettings(process.env),
    ...settings,
    SESSION_STORE: 'memory:',
    PORT: String(bffPort),
  },
)
const vite = run('pnpm', ['exec', 'vite', '--port', String(port), '--strictPort'], source('web'), {
  ...settings,
  BFF_ORIGIN: `http://127.0.0.1:${bffPort}`,
})
console.log(`
  Open      http://localhost:${port}
  Simulator ${sgid.origin}
  Stop      Ctrl-C
`)

onStop(async () => {
  await Promise.all([stop(bff), stop(vite), sgid.close()])
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
