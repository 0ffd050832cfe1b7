import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePort, stop } from '@sgid-login/e2e/bff'
import { demoService } from '@sgid-login/e2e/stack'
import { afterEach, expect, test } from 'vitest'
import { documented } from './node-front.ts'
import { createPerson } from './node-person.ts'

const unit = documented('sgid-login@.service')
const [, command = ''] = /^ExecStart=\/usr\/bin\/node (.*)$/m.exec(unit) ?? []
const project = fileURLToPath(new URL('../../..', import.meta.url))

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

const absent = spawnSync('systemd-analyze', ['--version']).error !== undefined
const without = absent ? ', systemd-analyze is not on the PATH' : ''

test.skipIf(absent)(`systemd has nothing to say against the unit${without}`, () => {
  const file = join(temporary(), 'sgid-login@0.service')
  writeFileSync(file, unit.replace('/usr/bin/node', process.execPath))
  const { stdout, stderr } = spawnSync('systemd-analyze', ['verify', file], { encoding: 'utf8' })

  expect(stdout + stderr).toBe('')
})

test.skipIf(absent)(`systemd finds that the unit leaves little open${without}`, () => {
  const file = join(temporary(), 'sgid-login@0.service')
  writeFileSync(file, unit)
  // In tenths of its own measure, where 100 is everything: 15 with all lines, 92 without.
  const { status } = spawnSync('systemd-analyze', [
    'security',
    '--offline=yes',
    '--threshold=20',
    file,
  ])

  expect(status).toBe(0)
})

test('the unit gives each instance ports of its own, and time to end what it began', () => {
  expect(unit).toMatch(/^Environment=NODE_ENV=production PORT=300%i ADMIN_PORT=900%i$/m)
  expect(Number(/^TimeoutStopSec=(\d+)$/m.exec(unit)?.[1])).toBeGreaterThan(13)
})

test('its command serves a release, and goes on doing so when `current` leads to another', async () => {
  const folder = temporary()
  const [old, fresh] = [join(folder, 'old'), join(folder, 'fresh')]
  const current = join(folder, 'current')
  for (const part of ['bff/dist', 'web/dist'])
    cpSync(join(project, part), join(old, part), { recursive: true })
  mkdirSync(fresh)
  symlinkSync(old, current)
  const port = await freePort()
  const origin = `http://localhost:${port}`
  const { sgid, settings } = await demoService({ port, sgidPort: 0 })
  ends.push(() => sgid.close())
  const child = await started(current, {
    ...settings,
    PORT: `${port}`,
    SESSION_SECRET: randomBytes(32).toString('base64'),
    SESSION_STORE: `sqlite:${join(folder, 'sessions.sqlite')}`,
    WEB_ROOT: 'web/dist',
  })
  const look = async () => {
    const page = await fetch(origin)
    const [, script] = /"(\/assets\/[^"]+\.js)"/.exec(await page.text()) ?? []
    return [page.status, (await fetch(origin + script)).status]
  }
  const person = createPerson({ url: () => origin, origin })

  expect(await look()).toEqual([200, 200])
  rmSync(current)
  symlinkSync(fresh, current)
  expect(await look()).toEqual([200, 200])
  expect((await person.signIn()).headers.get('Location')).toBe('/profile')
  expect(await stop(child)).toBe(0)
})

/** The unit's command in its folder. Resolves when it listens. */
async function started(cwd: string, env: Record<string, string>): Promise<ChildProcess> {
  const child = spawn(process.execPath, command.split(' '), { cwd, env })
  ends.push(() => stop(child))
  let said = ''
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (chunk) => {
      said += chunk
      if (said.includes('"server.listening"')) resolve()
    })
    child.stderr.on('data', (chunk) => reject(new Error(`${chunk}`)))
  })
  return child
}

function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), 'unit-'))
  ends.push(() => rmSync(folder, { recursive: true }))
  return folder
}
