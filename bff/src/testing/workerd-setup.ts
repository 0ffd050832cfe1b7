import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'vite'
import type { TestProject } from 'vitest/node'
import { workerBundle } from '../../vite.config.ts'
import { startWorkerd, wranglerConfig } from './node-workerd.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the worker under test listens. Without it, tests open services in their own process. */
    workerd: string | undefined
  }
}

/** Builds the worker as for production, around it what tests need, and runs it for all of them. */
export default async function setup(project: TestProject) {
  const folder = mkdtempSync(join(tmpdir(), 'worker-door-'))
  const name = 'worker-door.ts'
  await build({
    ...workerBundle(`src/testing/${name}`, folder),
    root: join(import.meta.dirname, '../..'),
    configFile: false,
    logLevel: 'warn',
  })
  const { assets: _pages, ratelimits: _limit, ...config } = wranglerConfig()
  const classes = { SESSIONS: 'SessionShard', SLOW: 'SlowShard', TIDY: 'TidyShard' }
  const bindings = Object.entries(classes).map(([name, class_name]) => ({ name, class_name }))
  const workerd = await startWorkerd({
    ...config,
    main: join(folder, 'worker-door.js'),
    durable_objects: { bindings },
    migrations: [{ tag: 'v1', new_sqlite_classes: Object.values(classes) }],
  })
  project.provide('workerd', workerd.url)
  return async () => {
    await workerd.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
