import { cpSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { defineConfig, type Plugin } from 'vite'

const root = import.meta.dirname

/** One module for each of ours, so that an app's bundler leaves out what the app does not use. */
export default defineConfig({
  root,
  plugins: [declarations()],
  // Whoever packs it, from a test too: NODE_ENV has no say in what is packed.
  oxc: { jsx: { runtime: 'automatic', development: false } },
  build: {
    target: 'es2022',
    minify: false,
    lib: { entry: 'src/index.ts', formats: ['es'] },
    rolldownOptions: {
      external: /^(react|@tanstack\/react-query)(\/|$)/,
      output: {
        preserveModules: true,
        preserveModulesRoot: 'src',
        entryFileNames: ({ name }) => `${name.replace('/src/', '/')}.js`,
      },
    },
  },
})

/** Puts the compiler's declarations beside the modules, with those of `shared` that they name. */
function declarations(): Plugin {
  return {
    name: 'declarations',
    writeBundle({ dir = 'dist' }) {
      const shared = join(dir, 'shared')
      mkdirSync(shared, { recursive: true })
      for (const name of ['paths', 'problem', 'scopes'])
        cpSync(join(root, `../../shared/.types/${name}.d.ts`), join(shared, `${name}.d.ts`))
      for (const file of globSync('.types/*.d.ts', { cwd: root })) {
        if (/test/.test(file)) continue
        const text = readFileSync(join(root, file), 'utf8')
          .replaceAll(/'(\.\/[\w-]+)\.tsx?'/g, "'$1.js'")
          .replaceAll(/'@sgid-login\/shared\/(\w+)'/g, "'./shared/$1.js'")
        writeFileSync(join(dir, basename(file)), text)
      }
    },
  }
}
