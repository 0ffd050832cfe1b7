import { build, defineConfig } from 'vite'

// Each is one file with everything in it: nothing to install where it runs.
const bundle = (entry: string, outDir: string, emptyOutDir: boolean) => ({
  ssr: { noExternal: true, target: 'node' } as const,
  build: {
    ssr: entry,
    target: 'node22',
    outDir,
    emptyOutDir,
    minify: false,
    rolldownOptions: { output: { entryFileNames: '[name].js', codeSplitting: false } },
  },
})

export default defineConfig({
  ...bundle('src/node.ts', 'dist', true),
  plugins: [
    {
      name: 'operator’s commands, and thread of the SQLite store',
      // Beside the server: it and they look for the thread there.
      async writeBundle({ dir = 'dist' }) {
        const root = import.meta.dirname
        const commands = ['sessions', 'doctor', 'keygen'].map((name) => `src/node-${name}.ts`)
        for (const entry of ['src/session/node-sqlite-worker.ts', ...commands]) {
          const beside = bundle(entry, dir, false)
          await build({ ...beside, root, configFile: false, logLevel: 'warn' })
        }
      },
    },
  ],
})
