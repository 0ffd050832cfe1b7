import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parser } from '@prometheus-io/lezer-promql'
import { freePort, startBff } from '@sgid-login/e2e/bff'
import { problemCodes } from '@sgid-login/shared'
import { makeClient } from 'sgid-simulator'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import * as z from 'zod'
import { parseSeries } from '../testing/series.ts'
import { newSigningKey } from '../testing/upstream.ts'
import { events } from './events.ts'

const docs = join(import.meta.dirname, '../../../docs')
const read = (file: string) => readFileSync(join(docs, file), 'utf8')

const Rule = z.strictObject({
  alert: z.string().regex(/^[A-Z]\w+$/),
  expr: z.string(),
  for: z
    .string()
    .regex(/^\d+[smhd]$/)
    .optional(),
  labels: z.strictObject({ severity: z.enum(['page', 'ticket']) }),
  annotations: z.strictObject({ summary: z.string().min(1), runbook: z.string() }),
})
const Rules = z.strictObject({
  groups: z.array(z.strictObject({ name: z.string(), rules: z.array(Rule) })),
})
const alerts = Rules.parse(parse(read('deploy/alerts.yaml'))).groups.flatMap(({ rules }) => rules)

const Position = z.strictObject({ x: z.int(), y: z.int(), w: z.int(), h: z.int() })
const Source = z.strictObject({ type: z.literal('prometheus'), uid: z.literal(`\${datasource}`) })
const Panel = z.looseObject({
  id: z.int(),
  type: z.enum(['row', 'stat', 'timeseries', 'table']),
  title: z.string().min(1),
  gridPos: Position,
  targets: z
    .array(z.looseObject({ refId: z.string(), datasource: Source, expr: z.string() }))
    .default([]),
})
const Dashboard = z.looseObject({
  uid: z.string(),
  title: z.string(),
  schemaVersion: z.int().min(36),
  templating: z.object({ list: z.array(z.looseObject({ name: z.string(), type: z.string() })) }),
  annotations: z.object({ list: z.array(z.looseObject({ datasource: Source, expr: z.string() })) }),
  panels: z.array(Panel),
})
const dashboard = Dashboard.parse(JSON.parse(read('deploy/grafana-dashboard.json')))
const pictured = [
  ...dashboard.panels.flatMap(({ targets }) => targets),
  ...dashboard.annotations.list,
].map(({ expr }) => expr)

/** Every expression, with what Grafana puts into it. */
const expressions = [...alerts.map(({ expr }) => expr), ...pictured].map((expr) =>
  expr.replaceAll('$__rate_interval', '1m').replaceAll('$instance', '.*'),
)

/** What Prometheus adds: its own `up`, and the labels of who was read. */
const ofPrometheus = { metrics: ['up'], labels: ['job', 'instance'] }

const exported = await scrape()
const families = new Set([...exported.keys()].map((name) => name.replace(/\{.*/, '')))
const ofOurs = [...families].filter((name) => name.startsWith('sgid_login_'))

test('every expression of the alerts and of the dashboard is PromQL', () => {
  expect(expressions.length).toBeGreaterThan(40)
  expect(expressions.filter((expr) => nodes(expr, '⚠').length > 0)).toEqual([])
  expect(nodes('sum(rate(a[5m])', '⚠')).not.toEqual([])
})

test('every metric that they name is one that a process shows', () => {
  const named = new Set(expressions.flatMap((expr) => selectors(expr).map(({ metric }) => metric)))
  const unknown = [...named].filter((metric) => !families.has(metric))

  expect(named.size).toBeGreaterThan(20)
  expect(unknown).toEqual(ofPrometheus.metrics)
})

test('every value of a label that they ask for is one that a process shows', () => {
  const asked = expressions.flatMap(selectors).filter(({ metric }) => families.has(metric))
  const missing = asked.flatMap(({ metric, matchers }) =>
    matchers
      .filter(({ label }) => !ofPrometheus.labels.includes(label))
      .flatMap(({ label, values }) => values.map((value) => `${metric}{${label}="${value}"}`))
      .filter((wanted) => !shown(wanted)),
  )

  expect(asked.flatMap(({ matchers }) => matchers).length).toBeGreaterThan(40)
  expect(missing).toEqual([])
})

test('every metric of ours is pictured or watched, and explained, and no other is', () => {
  const used = expressions.flatMap((expr) => selectors(expr).map(({ metric }) => metric))
  const family = (name: string) => name.replace(/_(bucket|sum|count)$/, '')
  const explained = read('metrics.md').match(/^\| `sgid_login_\w+`/gm) ?? []

  const all = new Set(ofOurs.map(family))
  expect([...all].filter((name) => !used.map(family).includes(name))).toEqual([])
  expect(explained.map((row) => row.slice(3, -1)).toSorted()).toEqual([...all].toSorted())
})

test('every alert has a heading of its own in the runbook: what citizens notice, where to look, what to do', () => {
  const sections = read('runbook.md').split(/^## /m).slice(1)
  const headings = sections.map((section) => section.slice(0, section.indexOf('\n')))
  const anchors = headings.map((heading) => `docs/runbook.md#${heading.toLowerCase()}`)

  expect(alerts.length).toBeGreaterThan(15)
  expect(headings.toSorted()).toEqual(alerts.map(({ alert }) => alert).toSorted())
  expect(alerts.map(({ annotations }) => annotations.runbook).toSorted()).toEqual(
    anchors.toSorted(),
  )
  const incomplete = sections.filter(
    (section) => !/\n- \*\*Citizens\*\*[\s\S]*\n- \*\*Look\*\*[\s\S]*\n- \*\*Do\*\*/.test(section),
  )
  expect(incomplete).toEqual([])
})

test('every event and problem code that the pages for operators speak of is one of the list', () => {
  const spoken = ['runbook.md', 'metrics.md', 'audit.md'].flatMap((page) =>
    [
      ...read(page).matchAll(/`([a-z]+\.[a-z_]+|(?:idp|login|csrf|store|data|upstream)_[a-z_]+)`/g),
    ].map(([, word = '']) => word),
  )
  const known: string[] = [...Object.keys(events), ...problemCodes]
  const files = ['alerts.yaml', 'nginx.conf', 'kubernetes.yaml']

  expect(new Set(spoken).size).toBeGreaterThan(30)
  expect(spoken.filter((word) => !known.includes(word) && !files.includes(word))).toEqual([])
})

test('every link within the pages for operators leads somewhere', () => {
  for (const page of ['runbook.md', 'metrics.md', 'audit.md']) {
    for (const [, file, anchor] of read(page).matchAll(/\]\(([^)#:]*)(?:#([\w-]+))?\)/g)) {
      const text = read(file || page)
      const headings = [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
        heading.toLowerCase().replaceAll(' ', '-'),
      )
      if (anchor) expect(headings).toContain(anchor)
    }
  }
})

test('the dashboard has panels side by side, each with a number of its own, for any Prometheus and instance', () => {
  const { panels, templating } = dashboard
  const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
    Array.from({ length: w * h }, (_, i) => `${x + (i % w)} ${y + Math.floor(i / w)}`),
  )

  expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length)
  expect(new Set(cells).size).toBe(cells.length)
  expect(panels.every(({ gridPos: { x, w } }) => x + w <= 24)).toBe(true)
  expect(templating.list.map(({ name }) => name)).toEqual(['datasource', 'instance'])
  expect(pictured.filter((expr) => !expr.includes('instance=~"$instance"'))).toEqual([])
  for (const { type, targets } of panels) {
    expect(targets.length > 0).toBe(type !== 'row')
    expect(new Set(targets.map(({ refId }) => refId)).size).toBe(targets.length)
  }
})

/** What the program shows that is built, with two private keys and a service behind it. */
async function scrape(): Promise<Map<string, number>> {
  const [one, two] = [await makeClient(), await makeClient()]
  const admin = await freePort()
  const bff = await startBff({
    port: 0,
    settings: {
      SGID_CLIENT_ID: one.client.clientId,
      SGID_CLIENT_SECRET: one.client.clientSecret,
      SGID_PRIVATE_KEY: `${one.privateKey}\n${two.privateKey}`,
      SGID_HOSTNAME: 'http://127.0.0.1:9',
      UPSTREAM_URL: 'http://127.0.0.1:9',
      UPSTREAM_PATHS: '/grants',
      UPSTREAM_PRIVATE_KEY: newSigningKey(),
      ADMIN_PORT: String(admin),
    },
  })
  try {
    return parseSeries(await (await fetch(`http://127.0.0.1:${admin}/metrics`)).text())
  } finally {
    await bff.stop()
  }
}

/** The texts of an expression's nodes of one kind. */
function nodes(expr: string, kind: string): string[] {
  const found: string[] = []
  parser.parse(expr).iterate({
    enter: ({ name, from, to }) => {
      if (name === kind) found.push(expr.slice(from, to))
    },
  })
  return found
}

/** The metrics of an expression, with the values that it asks for of each label. */
function selectors(expr: string) {
  return nodes(expr, 'VectorSelector').map((text) => ({
    metric: nodes(text, 'Identifier')[0] ?? '',
    matchers: [...text.matchAll(/(\w+)(=~|!~|!=|=)"([^"]*)"/g)].map(
      ([, label = '', operator = '', value = '']) => ({
        label,
        values: operator.endsWith('~') ? value.split('|') : [value],
      }),
    ),
  }))
}

/** Whether some series has the label's value, whatever others it has. */
function shown(wanted: string): boolean {
  const [, metric, label] = /^(\w+)\{(.*)\}$/.exec(wanted) ?? []
  return [...exported.keys()].some(
    (name) => name.startsWith(`${metric}{`) && name.includes(`${label}`),
  )
}
