import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { freePort } from '@sgid-login/e2e/bff'

/** Durable Objects wait for the disk at every write: three times as long as for memory. */
const memory = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()
const bff = fileURLToPath(new URL('../..', import.meta.url))

/** What operators deploy with, its paths from here on absolute. */
export function wranglerConfig(): Record<string, unknown> {
  const text = readFileSync(join(bff, 'wrangler.jsonc'), 'utf8')
  const config = JSON.parse(text.replaceAll(/^\s*\/\/.*$/gm, ''))
  const assets = { ...config.assets, directory: join(bff, config.assets.directory) }
  return { ...config, main: join(bff, config.main), assets }
}

export interface Workerd {
  url: string
  /** What it has written so far, wrangler's own lines among it. */
  lines: string[]
  stop(): Promise<void>
}

/**
 * `wrangler dev`, which runs a worker on workerd, in a process group and a folder of its own.
 *
 * @param config what `wrangler.jsonc` holds
 */
export async function startWorkerd(
  config: Record<string, unknown>,
  port: number | undefined = undefined,
): Promise<Workerd> {
  const at = port ?? (await freePort())
  const folder = mkdtempSync(join(memory, 'workerd-'))
  const file = join(folder, 'wrangler.json')
  writeFileSync(file, JSON.stringify(config))
  const wrangler = join(bff, 'node_modules', 'wrangler', 'bin', 'wrangler.js')
  const flags = [
    '--port',
    String(at),
    '--ip',
    '127.0.0.1',
    '--inspector-port',
    String(await freePort()),
  ]
  flags.push('--persist-to', join(folder, 'state'), '--show-interactive-dev-session=false')
  const child = spawn(process.execPath, [wrangler, 'dev', '--config', file, ...flags], {
    cwd: folder,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      HOME: folder,
      CI: 'true',
      // It asks nobody outside about anything.
      WRANGLER_SEND_METRICS: 'false',
      WRANGLER_HIDE_BANNER: 'true',
      CLOUDFLARE_CF_FETCH_ENABLED: 'false',
    },
  })
  const lines: string[] = []
  const ended = once(child, 'exit')
  const group = () => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
    } catch {
      // It has ended by itself.
    }
  }
  process.once('exit', group)
  const ready = new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      createInterface(stream).on('line', (line) => {
        lines.push(line)
        if (line.includes('Ready on')) resolve()
      })
    }
    child.once('exit', () => reject(new Error(`wrangler does not start: ${lines.join('\n')}`)))
  })
  const stop = async () => {
    process.off('exit', group)
    group()
    await ended
    rmSync(folder, { recursive: true, force: true })
  }
  await ready.catch(async (error) => {
    await stop()
    throw error
  })
  return { url: `http://127.0.0.1:${at}`, lines, stop }
}
