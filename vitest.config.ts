import { playwright } from '@vitest/browser-playwright'
import { configDefaults, defineConfig } from 'vitest/config'
import { launchOptions } from './e2e/chromium.ts'

/** Half a minute each, and the machine to themselves: `npm run test:deploy`. */
const deploy = [
  'bff/src/peers/layouts.test.ts',
  'bff/src/peers/rolling.test.ts',
  'scripts/container.test.ts',
]

export default defineConfig({
  test: {
    // Much of the time is waiting: for keys that run out, for servers that are frozen.
    maxWorkers: 4,
    projects: [
      {
        test: {
          name: 'node',
          // A test waits for what happens, not for a time; on a busy machine that may take long.
          testTimeout: 60_000,
          hookTimeout: 60_000,
          include: [
            '{shared,bff,e2e/sgid-simulator}/src/**/*.test.ts',
            '{docs,scripts,bff/bench}/*.test.ts',
          ],
          exclude: [...configDefaults.exclude, ...deploy],
        },
      },
      {
        test: { name: 'deploy', testTimeout: 120_000, hookTimeout: 120_000, include: deploy },
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
