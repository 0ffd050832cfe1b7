import { cpSync, symlinkSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

const root = dirname(import.meta.dirname)

/** A copy of the project and of what was built. It shares the installed packages, and nothing else. */
export function copyTree(tree: string): string {
  const left =
    /(^|[/\\])(\.git|\.tools|\.reports|\.pnpm|\.vi(te|test)[\w-]*|\.env|data|test-results)$/
  cpSync(root, tree, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (path) => !left.test(relative(root, path)),
  })
  symlinkSync(join(root, 'node_modules/.pnpm'), join(tree, 'node_modules/.pnpm'), 'junction')
  return tree
}
