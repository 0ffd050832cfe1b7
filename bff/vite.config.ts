import { build, defineConfig } from 'vite'

const metrics = 'src/observe/node-metrics.ts'
const commands = ['sessions', 'doctor', 'keygen'].map((name) => `src/node-${name}.ts`)
const files = ['src/session/node-sqlite-worker.ts', ...commands, metrics]
/** What sends spans installs it where it runs. prom-client alone does not work without it. */
const tracing = '@opentelemetry/api'

// Each is one file with everything in it: nothing to install where it runs.
const bundle = (entry: string, outDir: string, emptyOutDir: boolean) => ({
  ssr: { noExternal: true, external: entry === metrics ? [] : [tracing], target: 'node' } as const,
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
      name: 'operator’s commands, thread of the SQLite store, and metrics',
      // Beside the server, which looks for them there.
      async writeBundle({ dir = 'dist' }) {
        const root = import.meta.dirname
        for (const entry of files) {
          const beside = bundle(entry, dir, false)
          await build({ ...beside, root, configFile: false, logLevel: 'warn' })
        }
      },
    },
  ],
})
