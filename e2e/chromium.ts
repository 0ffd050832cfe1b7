import { findProgram } from './program.ts'

/** The system's Chromium, or `CHROMIUM_PATH`; undefined lets Playwright look for its own. */
const executablePath =
  process.env['CHROMIUM_PATH'] ?? findProgram('chromium', 'chromium-browser', 'google-chrome')

/**
 * What Chromium leaves out. The first two are pages of its own, laid out anew for the address bar of each window, that took
 * a quarter of the tests' time. Of two lists Chromium takes the last, so the others of Playwright's stand here, too.
 */
const withoutFeatures = [
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  'AimEnabled',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsFirstBalancedModeAutoEnable',
  'HttpsUpgrades',
  'LensOverlay',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'PreconnectToSearch',
  'ThirdPartyStoragePartitioning',
]

/** How every test starts Chromium: it calls nobody but the page under test. */
export const launchOptions = {
  ...(executablePath === undefined ? {} : { executablePath }),
  // Chromium refuses to sandbox a process of root, which is what CI machines run as.
  chromiumSandbox: process.getuid?.() !== 0,
  args: [
    '--disable-gpu',
    '--disable-quic',
    '--disable-dev-shm-usage',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    `--disable-features=${withoutFeatures.join(',')}`,
  ],
}
