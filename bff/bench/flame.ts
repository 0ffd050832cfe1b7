import { fileURLToPath } from 'node:url'
import * as z from 'zod'

const Frame = z.object({ functionName: z.string(), url: z.string(), lineNumber: z.number() })
/** What V8's profiler gives. @see Chrome DevTools Protocol, Profiler.Profile */
const Profile = z.object({
  nodes: z.array(
    z.object({ id: z.number(), callFrame: Frame, children: z.array(z.number()).optional() }),
  ),
  samples: z.array(z.number()),
  /** Microseconds before each sample. */
  timeDeltas: z.array(z.number()),
})
type Node = z.infer<typeof Profile>['nodes'][number]

/** What is called the same at the same place, once. */
interface Bar {
  name: string
  kind: Kind
  /** Microseconds, with those of what it called. */
  took: number
  calls: Map<string, Bar>
}

const colours = { ours: '#7fb2e5', library: '#9ed6a4', node: '#d9d9d9', engine: '#f2b8a0' }
type Kind = keyof typeof colours
const words: Record<Kind, string> = {
  ours: 'this project',
  library: 'libraries',
  node: 'Node',
  engine: 'the engine: compiling, collecting garbage, native calls',
}

const width = 1200
const row = 16
/** Pixels: what is narrower is left out, and what is narrower than a word has none. */
const narrowest = 1
const worded = 36

/**
 * A profile as a picture: each bar is a function, as wide as the time it took with all that it
 * called, which stands upon it. Time without work, and that of the profiler, is left out.
 *
 * @param times how often what was profiled was done
 */
export function flameGraph(profile: unknown, title: string, times: number): string {
  const root = bars(Profile.parse(profile))
  const perPixel = root.took / width
  const drawn: string[] = []
  let deepest = 0
  const draw = (bar: Bar, left: number, depth: number) => {
    const wide = bar.took / perPixel
    if (wide < narrowest) return
    deepest = Math.max(deepest, depth)
    const share = `${((100 * bar.took) / root.took).toFixed(1)} %`
    const each = `${(bar.took / times).toFixed(1)} µs`
    const text =
      wide < worded ? '' : `<text x="3" y="12">${escaped(fitting(bar.name, wide))}</text>`
    drawn.push(
      `<g transform="translate(${left.toFixed(1)} ${-(depth + 1) * row})"><title>${escaped(`${bar.name}: ${each}, ${share}`)}</title><rect width="${wide.toFixed(1)}" height="${row - 1}" fill="${colours[bar.kind]}"/>${text}</g>`,
    )
    let at = left
    for (const call of [...bar.calls.values()].sort((a, b) => b.took - a.took)) {
      draw(call, at, depth + 1)
      at += call.took / perPixel
    }
  }
  draw(root, 0, 0)
  const legend = Object.entries(words).map(
    ([kind, word], i) =>
      `<rect x="${i * 180}" y="24" width="12" height="12" fill="${colours[kind as Kind]}"/><text x="${i * 180 + 16}" y="34">${word}</text>`,
  )
  const height = (deepest + 1) * row + 48
  const head = `${title}: ${(root.took / times).toFixed(0)} µs of the main thread each, ${times.toLocaleString('en')} times`
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="10"><rect width="${width}" height="${height}" fill="#fff"/><text x="0" y="14" font-size="13">${escaped(head)}</text>${legend.join('')}<g transform="translate(0 ${height})">${drawn.join('')}</g></svg>\n`
}

function bars({ nodes, samples, timeDeltas }: z.infer<typeof Profile>): Bar {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const own = new Map<number, number>()
  samples.forEach((id, i) => {
    own.set(id, (own.get(id) ?? 0) + (timeDeltas[i] ?? 0))
  })
  const add = (node: Node, calls: Map<string, Bar>): number => {
    const { name, kind } = named(node.callFrame)
    if (name === '(idle)' || name.includes('bench/monitor')) return 0
    const bar = calls.get(name) ?? { name, kind, took: 0, calls: new Map() }
    calls.set(name, bar)
    const below = (node.children ?? []).flatMap((id) => byId.get(id) ?? [])
    const took = below.reduce((sum, child) => sum + add(child, bar.calls), own.get(node.id) ?? 0)
    bar.took += took
    return took
  }
  const all = new Map<string, Bar>()
  const [first] = nodes
  if (first) add(first, all)
  const [root] = all.values()
  if (!root) throw new RangeError('a profile of nothing')
  return { ...root, name: 'all' }
}

/**
 * Microseconds by part: a folder of ours or a library, with what Node and the engine did for it.
 * What they did on their own account, for sockets for one, is `Node`.
 */
export function partsOf(profile: unknown): [part: string, took: number][] {
  const parts = new Map<string, number>()
  const add = (bar: Bar, part: string) => {
    const own = bar.took - [...bar.calls.values()].reduce((sum, { took }) => sum + took, 0)
    parts.set(part, (parts.get(part) ?? 0) + own)
    for (const call of bar.calls.values()) add(call, partOf(call) ?? part)
  }
  add(bars(Profile.parse(profile)), 'Node')
  return [...parts].sort(([, a], [, b]) => b - a)
}

function partOf({ name, kind }: Bar): string | undefined {
  if (name === '(garbage collector)') return 'garbage collection'
  if (kind === 'library') return name.split(' ').at(-1)
  if (kind !== 'ours') return undefined
  return / bff\/src\/((?:[\w-]+\/)?)/.exec(name)?.[1] || 'bff/src'
}

const project = fileURLToPath(new URL('../../', import.meta.url))

function named({ functionName, url, lineNumber }: z.infer<typeof Frame>) {
  const name = functionName || 'anonymous'
  if (url === '') return { name, kind: 'engine' as const }
  if (url.startsWith('node:')) return { name: `${name} ${url}`, kind: 'node' as const }
  const path = url.startsWith('file:') ? fileURLToPath(url) : url
  const [, library] = /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path) ?? []
  if (library) return { name: `${name} ${library}`, kind: 'library' as const }
  return { name: `${name} ${path.replace(project, '')}:${lineNumber + 1}`, kind: 'ours' as const }
}

function fitting(text: string, wide: number): string {
  const room = Math.floor((wide - 6) / 5.2)
  return text.length <= room ? text : `${text.slice(0, Math.max(1, room - 1))}…`
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
