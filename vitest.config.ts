import { playwright } from '@vitest/browser-playwright'
import { configDefaults, defineConfig } from 'vitest/config'
import { launchOptions } from './e2e/chromium.ts'

/** Half a minute each, and the machine to themselves: `npm run test:deploy`. */
const deploy = [
  'bff/src/peers/layouts.test.ts',
  'bff/src/peers/rolling.test.ts',
  'bff/src/peers/worker.test.ts',
  'scripts/container.test.ts',
]

/** Runs on workerd, through `wrangler dev`, what the project `node` runs in its own process. */
const workerd = [
  'bff/src/login/login.test.ts',
  'bff/src/login/callback.test.ts',
  'bff/src/login/purpose.test.ts',
  'bff/src/api/applications.test.ts',
  'bff/src/api/drafts.test.ts',
  'bff/src/session/session.test.ts',
  'bff/src/session/outage.test.ts',
  'bff/src/session/durable-store.test.ts',
  'bff/src/http/contract.test.ts',
  'bff/src/observe/log.test.ts',
  'bff/src/observe/canary.test.ts',
  'bff/src/provider/faults.test.ts',
  'bff/src/provider/gate.test.ts',
  'bff/src/provider/sgid.test.ts',
  'bff/src/parsers.test.ts',
  'bff/src/peers/oidc-provider.test.ts',
  'bff/src/peers/mockpass.test.ts',
]

export default defineConfig({
  test: {
    // Much of the time is waiting: for keys that run out, for servers that are frozen.
    maxWorkers: 4,
    projects: [
      {
        test: {
          name: 'node',
          // What is built is imported as Node would.
          server: { deps: { external: [/bff\/dist\//] } },
          // A test waits for what happens, not for a time; on a busy machine that may take long.
          testTimeout: 60_000,
          hookTimeout: 60_000,
          include: [
            '{shared,bff,e2e/sgid-simulator}/src/**/*.test.ts',
            '{docs,scripts,bff/bench}/*.test.ts',
          ],
          exclude: [...configDefaults.exclude, ...deploy, 'bff/src/session/durable-store.test.ts'],
        },
      },
      {
        test: {
          name: 'workerd',
          testTimeout: 300_000,
          hookTimeout: 300_000,
          include: workerd,
          globalSetup: 'bff/src/testing/workerd-setup.ts',
        },
      },
      {
        test: {
          name: 'deploy',
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          include: deploy,
        },
      },
      {
        // Reads what was built: npm test builds before it tests.
        test: { name: 'built', root: './web', include: ['*.test.ts'] },
      },
      {
        root: './web',
        extends: './web/vite.config.ts',
        test: {
          name: 'browser',
          sequence: { groupOrder: 1 },
          maxWorkers: 3,
          include: ['{src,hooks/src}/**/*.test.{ts,tsx}'],
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
})
