import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')
const read = (file: string) => readFileSync(join(root, file), 'utf8')
const page = read('docs/operate.md')
const symptoms = page.slice(page.indexOf('\n## Symptoms'))

/** All that the BFF could say, and what it says it with. */
const sources = globSync('bff/src/**/*.ts', { cwd: root })
  .filter((file) => !file.endsWith('.test.ts'))
  .map(read)
  .join('\n')
  .replaceAll(/^\s*\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')
const texts = [
  ...all(sources, /'((?:[^'\\\n]|\\.)+)'/g),
  ...all(sources, /`([^`]+)`/g).flatMap((text) => text.split(/\$\{[^}]*\}/)),
]

function all(text: string, pattern: RegExp): string[] {
  return [...new Set([...text.matchAll(pattern)].map(([, first = '']) => first))]
}

describe('the guide for operators', () => {
  test('names commands that there are', () => {
    const scripts = Object.keys(JSON.parse(read('package.json')).scripts)
    const named = all(page, /npm (?:run )?((?!run\b)[a-z][\w:]*)/g)

    expect(named.length).toBeGreaterThan(8)
    expect(named.filter((name) => !scripts.includes(name))).toEqual([])
  })

  test('names files that there are', () => {
    const named = all(page, /(?<![\w/.-])((?:docs|bff|web|scripts|e2e)\/[\w@/.-]*\w)/g)
    // Made by the reader, and by the build.
    const made = named.filter((name) => /^docs\/deploy\/secrets$|\/dist(\/|$)/.test(name))

    expect(named.length).toBeGreaterThan(6)
    const lost = named.filter((name) => !made.includes(name) && !existsSync(join(root, name)))
    expect(lost).toEqual([])
  })

  test('names programs of the build that there are', () => {
    const commands = /^const commands = .*$/m.exec(read('bff/vite.config.ts'))?.[0] ?? ''
    const built = all(commands, /'(\w+)'/g)
    const named = all(page, /node-([a-z]+)\.js/g)

    expect(named.length).toBeGreaterThan(1)
    expect(named.filter((name) => !built.includes(name))).toEqual([])
  })

  test('names settings that there are, but for those which it says are none', () => {
    const table = read('README.md').split('## Settings')[1] ?? ''
    const settings = all(table, /`([A-Z]+(?:_[A-Z]+)+)`/g)
    const named = all(
      page,
      /\b((?:SGID|SESSION|LOGIN|UPSTREAM|ADMIN|TRUSTED|RATE|WEB|LOG)_[A-Z_]+)\b/g,
    )
    const known = (name: string) => settings.includes(name.replace(/_FILE$/, ''))

    expect(named.length).toBeGreaterThan(12)
    expect(named.filter((name) => !known(name))).toEqual([
      'SESSION_SECRTE',
      'SGID_LOGIN_SERVICE_HOST',
    ])
  })

  test('names events, problem codes, metrics and alerts that there are', () => {
    const events = all(read('bff/src/observe/events.ts'), /^ {2}'([\w.]+)': '/gm)
    const codes = all(read('shared/src/problem.ts'), /^ {2}(\w+): \{ status/gm)
    const metrics = all(read('docs/metrics.md'), /^\| `(sgid_login_\w+)`/gm)
    const alerts = all(read('docs/deploy/alerts.yaml'), /- alert: (\w+)/g)
    const named = {
      events: all(
        page,
        /`((?:login|session|key|idp|store|limit|server|request|config)\.[a-z_]+)`/g,
      ),
      codes: all(page, /`((?:idp|login|data|store|rate|csrf|session)_[a-z_]+)`/g),
      metrics: all(page, /\b(sgid_login_\w+)/g),
      alerts: all(page, /`([A-Z][a-z]+(?:[A-Z][a-z]+)+)`/g),
    }
    // Files and a setting of systemd look like them.
    const others = ['session_secret', 'WorkingDirectory']
    const unknown = (names: string[], known: string[]) =>
      names.filter((name) => !known.includes(name) && !others.includes(name))

    for (const names of Object.values(named)) expect(names.length).toBeGreaterThan(2)
    expect(unknown(named.events, events)).toEqual([])
    expect(unknown(named.codes, codes)).toEqual([])
    expect(unknown(named.metrics, metrics)).toEqual([])
    expect(unknown(named.alerts, alerts)).toEqual([])
  })

  test('quotes, in its symptoms, what the program and the doctor say', () => {
    const rows = symptoms.match(/^\|.*\|$/gm) ?? []
    const doctors = all(rows.join('\n'), /`((?:WRONG|WARNING) [^`]+)`/g)
    // What a start says is the first of its row; what the log says is a sentence.
    const starts = all(symptoms.split('### It starts')[0] ?? '', /^\| `([^`]+)`/gm)
    const logged = all(rows.join('\n'), /`((?!WRONG|WARNING)[A-Za-z]\w+ [^`]+)`/g).filter(
      (text) => !/^(CONFIG|npm|chmod|sudo|systemctl|ss|node-\w+\.js) /.test(text),
    )

    expect(Math.min(doctors.length, starts.length, logged.length)).toBeGreaterThan(7)
    expect([...starts, ...logged].filter((text) => !isSaid(text))).toEqual([])
    expect(doctors.filter((line) => !isFound(line))).toEqual([])
  })

  test('says as many sign-ins at once as there are places', () => {
    const places = /defaultPlaces = (\d+)/.exec(sources)?.[1]

    expect(all(page, /(?:at most|over) (\d+) (?:sign-ins|in a process)/g)).toEqual([places])
  })
})

/** What of a quotation does not depend on settings, numbers, machines and who was asked. */
function pieces(text: string): string[] {
  return text
    .split(/[A-Z]+_[A-Z_]+|[A-Z]{6,}|PORT|\d+|ahead of|behind|sgID|upstream|allkeys-lru/)
    .map((piece) => piece.trim())
    .filter((piece) => piece.length > 1)
}

function isSaid(text: string): boolean {
  return pieces(text).every((piece) => texts.some((one) => one.includes(piece)))
}

/** `WRONG store Redis is full`: a line of the doctor's, what it looked at and what it saw. */
function isFound(line: string): boolean {
  const text = line.replace(/^(WRONG|WARNING) /, '')
  return texts.some(
    (what) => (text === what || text.startsWith(`${what} `)) && isSaid(text.slice(what.length)),
  )
}
