import { build, defineConfig } from 'vite'

// Each of the two is one file with everything in it: nothing to install where it runs.
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
      name: 'thread of the SQLite store',
      // Beside the server, which looks for it there.
      async writeBundle({ dir = 'dist' }) {
        const thread = bundle('src/session/node-sqlite-worker.ts', dir, false)
        const root = import.meta.dirname
        await build({ ...thread, root, configFile: false, logLevel: 'warn' })
      },
    },
  ],
})
