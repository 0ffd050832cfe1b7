import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { freePort } from '@sgid-login/e2e/bff'

/** A program between browsers and the BFF: where it listens, and its own folder. */
export interface Front {
  url: string
  folder: string
  stop(): Promise<void>
}

/** Whether tests of a program can only be skipped here. CI has to have it. */
export function absent(program: string): boolean {
  return spawnSync(program, ['-v']).error !== undefined && process.env['CI'] !== 'true'
}

/** What stands in `docs/deploy` for operators to take. */
export function documented(name: string): string {
  return readFileSync(new URL(`../../../docs/deploy/${name}`, import.meta.url), 'utf8')
}

const pages = fileURLToPath(new URL('../../../web/dist', import.meta.url))

/** One of nginx's files in `docs/deploy`, with ports and folders of this machine. */
export function documentedNginx(bffs: string[], name = 'nginx.conf') {
  const hosts = bffs.map((bff) => new URL(bff).host)
  return ({ port, folder }: { port: number; folder: string }) =>
    documented(name)
      .replace(/server 127.0.0.1:3000(.*;)/, (_line, rest) =>
        hosts.map((host) => `server ${host}${rest}`).join(' '),
      )
      .replace('listen 80;', `listen 127.0.0.1:${port};`)
      .replaceAll(/\/var\/(cache|log)\/nginx/g, folder)
      .replaceAll('/srv/sgid-login/web', pages)
}

/**
 * @param http what stands in nginx's `http` context
 * @param at 0: any free port
 */
export async function startNginx(
  http: (at: { port: number; folder: string }) => string,
  at = 0,
): Promise<Front> {
  const port = at || (await freePort())
  const folder = mkdtempSync(join(tmpdir(), 'nginx-'))
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
  // Only root may say whose the workers are, and only root's would lose their own folder.
  const user = process.getuid?.() === 0 ? 'user root;' : ''
  const main = `
    daemon off; worker_processes 1; pid ${folder}/pid; ${user}
    events {}
    http {
      ${temporary.map((name) => `${name}_temp_path ${folder}/${name};`).join(' ')}
      access_log off;
      ${http({ port, folder })}
    }`
  writeFileSync(join(folder, 'nginx.conf'), main)
  const flags = ['-p', folder, '-c', 'nginx.conf', '-e', 'error.log']
  return started('nginx', flags, port, folder)
}

/** `docs/deploy/varnish.vcl`, with a port of this machine. */
export function documentedVarnish(bff: string): string {
  return documented('varnish.vcl').replace('"3000"', `"${new URL(bff).port}"`)
}

/** Started with the parameters that the documented file asks for. */
export async function startVarnish(vcl: string, at = 0): Promise<Front> {
  const port = at || (await freePort())
  const folder = mkdtempSync(join(tmpdir(), 'varnish-'))
  writeFileSync(join(folder, 'vcl'), vcl)
  const parameters = documented('varnish.vcl').match(/-p \S+/g) ?? []
  const flags = ['-F', '-j', 'none', '-n', folder, '-a', `127.0.0.1:${port}`, '-s', 'malloc,8m']
  flags.push('-f', join(folder, 'vcl'), '-p', 'vsl_space=1m')
  flags.push(...parameters.flatMap((parameter) => parameter.split(' ')))
  return started('varnishd', flags, port, folder)
}

async function started(
  program: string,
  flags: string[],
  port: number,
  folder: string,
): Promise<Front> {
  const child = spawn(program, flags, { stdio: ['ignore', 'ignore', 'pipe'] })
  const ended = once(child, 'exit')
  let complaints = ''
  child.stderr.on('data', (chunk) => {
    complaints += chunk
  })
  const stop = async () => {
    child.kill('SIGTERM')
    await ended
    rmSync(folder, { recursive: true, force: true })
  }
  await listening(child, port).catch(async () => {
    await stop()
    throw new Error(`${program} does not start: ${complaints}`)
  })
  return { url: `http://127.0.0.1:${port}`, folder, stop }
}

async function listening(child: ChildProcess, port: number): Promise<void> {
  for (let look = 0; look < 600 && child.exitCode === null; look++) {
    const socket = connect(port, '127.0.0.1')
    const open = await once(socket, 'connect').then(
      () => true,
      () => false,
    )
    socket.destroy()
    if (open) return
    await sleep(50)
  }
  throw new Error('nobody listens')
}
