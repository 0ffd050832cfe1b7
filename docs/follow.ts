import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Lines of a file that a guide has its reader change. */
export interface Hunk {
  file: string
  lines: string[]
}

/** What a guide has its reader change: in its blocks of `diff`, each part that `@@` begins. */
export function hunksOf(guide: string): Hunk[] {
  const blocks = guide.matchAll(/```diff\n--- a\/([^\n]+)\n\+\+\+ b\/\1\n@@\n(.*?)\n```/gs)
  return [...blocks].flatMap(([, file = '', text = '']) =>
    text.split('\n@@\n').map((hunk) => ({ file, lines: hunk.split('\n') })),
  )
}

/**
 * What a guide has its reader write: path → the block after it. A path that is a link is that of a
 * file that is there.
 */
export function filesOf(guide: string): Map<string, string> {
  const named = guide.matchAll(/`([\w./-]+\/[\w.-]+)`(?!\])[^`\n]*:\n\n```tsx?\n(.*?)```/gs)
  return new Map([...named].map(([, path = '', content = '']) => [path, content]))
}

/**
 * A text with the lines of a hunk in it. Those that are there stand in its order, and others may
 * stand between them: a new line goes behind the one that it follows in the hunk.
 *
 * @returns undefined where a line is not there
 */
export function changed(text: string, { lines }: Hunk): string | undefined {
  const all = text.split('\n')
  const first = lines.findIndex((line) => !line.startsWith('+'))
  for (let start = 0; start < all.length; start++) {
    if (all[start] !== lines[first]?.slice(1)) continue
    const result = changedFrom(all, lines, start)
    if (result) return result.join('\n')
  }
  return undefined
}

/** @param start the line of the first one that has to be there */
function changedFrom(all: string[], lines: string[], start: number): string[] | undefined {
  const result = all.slice(0, start)
  let at = start
  for (const [sign = '', line] of lines.map((line) => [line.slice(0, 1), line.slice(1)])) {
    if (line === undefined) continue
    if (sign === '+') {
      result.push(line)
      continue
    }
    const found = all.indexOf(line, at)
    if (found < 0) return undefined
    result.push(...all.slice(at, found), ...(sign === '-' ? [] : [line]))
    at = found + 1
  }
  return [...result, ...all.slice(at)]
}

/** Whether a reader has made the change: its new lines are there, in order. */
export function isMade(text: string, { lines }: Hunk): boolean {
  const all = text.split('\n')
  let at = 0
  return lines
    .filter((line) => line.startsWith('+'))
    .every((line) => {
      at = all.indexOf(line.slice(1), at) + 1
      return at > 0
    })
}

/**
 * Does what a guide says, in a tree where nobody has done it yet, or somebody has done a part.
 *
 * @returns the paths of the files that it wrote or changed
 * @throws {Error} where a line that a guide shows is not there
 */
export function follow(guide: string, tree: string): string[] {
  for (const [path, content] of filesOf(guide)) {
    if (existsSync(join(tree, path))) continue
    mkdirSync(dirname(join(tree, path)), { recursive: true })
    writeFileSync(join(tree, path), content)
  }
  for (const hunk of hunksOf(guide)) {
    const text = readFileSync(join(tree, hunk.file), 'utf8')
    if (isMade(text, hunk)) continue
    const after = changed(text, hunk)
    if (after === undefined)
      throw new Error(`${hunk.file} has no such place:\n${hunk.lines.join('\n')}`)
    writeFileSync(join(tree, hunk.file), after)
  }
  return [...new Set([...filesOf(guide).keys(), ...hunksOf(guide).map(({ file }) => file)])]
}
