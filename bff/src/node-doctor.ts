import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs, styleText } from 'node:util'
import { type Finding, report } from './doctor/check.ts'
import { createAsk } from './doctor/node-ask.ts'
import { examineService } from './doctor/node-inside.ts'
import { examineSite } from './doctor/outside.ts'
import { createSite } from './doctor/site.ts'
import { Build } from './http/page-rules.ts'

const usage = `Says what is wrong with a set-up, and how to mend it. It changes nothing.

  npm run doctor                         the settings of the service, its keys, clock, store, sgID
      --public-key FILE                  compares the key with the public one that is registered at sgID
  npm run doctor -- https://HOST         the live site, through its CDN and proxies: a few dozen requests

One line for each thing: what it is, what was seen, and, where that is not right, what is expected and
how to mend it. Nothing is wrong, and the exit code 0, when the last line begins with "0 wrong".`

const colours = { ok: 'green', warning: 'yellow', wrong: 'red' } as const

process.exitCode = await main(process.argv.slice(2))
// Connections that are kept for more requests would hold up the end.
process.exit()

/** @returns the exit code: 1 when something is wrong, 2 when nobody knows what was meant */
async function main(args: string[]): Promise<number> {
  const order = parseOrder(args)
  if (!order) {
    console.error(usage)
    return 2
  }
  const findings = await (order.origin === undefined
    ? examineService(process.env, order.publicKey)
    : examineOrigin(order.origin))
  console.log(
    report(findings, (verdict, text) =>
      styleText(colours[verdict], text, { stream: process.stdout }),
    ),
  )
  return findings.some(({ verdict }) => verdict === 'wrong') ? 1 : 0
}

/** What is to be looked at; undefined when that is not what the words say. */
function parseOrder(args: string[]) {
  try {
    const options = { 'public-key': { type: 'string' } } as const
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true })
    const [place, ...more] = positionals
    const file = values['public-key']
    if (more.length > 0 || (place !== undefined && file !== undefined)) return undefined
    const publicKey = file === undefined ? undefined : readFileSync(file, 'utf8')
    return { origin: place === undefined ? undefined : originOf(place), publicKey }
  } catch {
    return undefined
  }
}

/** @throws {TypeError} for what is no address of a site */
function originOf(text: string): string {
  const { origin, protocol, pathname, search, username } = new URL(text)
  const plain = /^https?:$/.test(protocol) && pathname === '/' && !search && !username
  if (!plain) throw new TypeError('not the address of a site')
  return origin
}

function examineOrigin(origin: string): Promise<Finding[]> {
  const site = createSite({ origin, ask: createAsk(origin), local: localBuild() })
  const usual = origin.startsWith('https:') && new URL(origin).port === ''
  return examineSite(site, usual ? createAsk(origin.replace('https:', 'http:')) : undefined)
}

function localBuild(): Build | undefined {
  try {
    const file = join(process.env['WEB_ROOT'] || 'web/dist', 'headers.json')
    return Build.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return undefined
  }
}
