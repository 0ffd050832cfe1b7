import type { Answer } from './site.ts'

/** Said to caches on the way, of which each may keep to itself what was meant for it. */
const forCaches = ['CDN-Cache-Control', 'Surrogate-Control', 'X-Accel-Expires']
/** Has a check of its own. */
const elsewhere = ['Strict-Transport-Security']

/** Headers of an answer that are not what was sent, each with what became of it. */
export function differences({ headers }: Answer, sent: Record<string, string>): string[] {
  return Object.entries(sent).flatMap(([name, value]) => {
    if (forCaches.includes(name) || elsewhere.includes(name)) return []
    const received = headers.get(name)
    if (received === null) return `${name} is missing`
    return same(name, received, value) ? [] : `${name} is another`
  })
}

function same(name: string, received: string, sent: string): boolean {
  const [had, has] = [words(sent), words(received)]
  // Whoever compresses on the way adds to it.
  if (name === 'Vary') return has.includes('*') || had.every((word) => has.includes(word))
  if (name === 'Cache-Control') return had.toSorted().join() === has.toSorted().join()
  return had.join() === has.join()
}

function words(value: string): string[] {
  return value.split(',').map((word) => word.trim().toLowerCase())
}
