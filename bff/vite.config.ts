import { join } from 'node:path'
import { build, defineConfig, type InlineConfig } from 'vite'

const metrics = 'src/observe/node-metrics.ts'
const commands = ['sessions', 'doctor', 'keygen'].map((name) => `src/node-${name}.ts`)
const files = ['src/session/node-sqlite-worker.ts', ...commands, metrics]
/** What sends spans installs it where it runs. prom-client alone does not work without it. */
const tracing = '@opentelemetry/api'
/** For a command of Redis' that nobody here sends. */
const digests = '@node-rs/xxhash'

// Each but the server is one file with everything in it: nothing to install where it runs.
// Lambda takes a file for a module by its name alone.
const bundle = (entry: string, outDir: string, emptyOutDir: boolean, extension = 'js') => ({
  ssr: {
    noExternal: true,
    external: entry === metrics ? [] : [tracing, digests],
    target: 'node',
  } as const,
  build: {
    ssr: entry,
    target: 'node22',
    outDir,
    emptyOutDir,
    minify: false,
    rolldownOptions: { output: { entryFileNames: `[name].${extension}`, codeSplitting: false } },
  },
})

// An edge platform reads it anew in every place and wants it small; no module of Node's is there.
export const workerBundle = (entry: string, outDir: string) =>
  ({
    // Two routers less. With as few routes as these, the one that is left is as fast.
    resolve: { alias: [{ find: /^hono$/, replacement: 'hono/tiny' }] },
    ssr: {
      noExternal: true,
      target: 'webworker',
      resolve: { conditions: ['workerd', 'worker', 'module', 'import', 'default'] },
    },
    build: {
      ssr: entry,
      target: 'esnext',
      outDir,
      emptyOutDir: true,
      minify: true,
      rolldownOptions: {
        external: ['cloudflare:workers'],
        output: { entryFileNames: '[name].js', codeSplitting: false },
      },
    },
  }) satisfies InlineConfig

const server = bundle('src/node.ts', 'dist', true)

export default defineConfig({
  ...server,
  build: {
    ...server.build,
    rolldownOptions: {
      output: {
        entryFileNames: '[name].js',
        chunkFileNames: '[name].js',
        // Its part for Redis is read at need. What both use stands in a third file: in the first it
        // would have to wait for the start, which waits for the second.
        codeSplitting: { groups: [{ name: 'node-common', minShareCount: 2 }] },
      },
    },
  },
  plugins: [
    {
      name: 'operator’s commands, thread of the SQLite store, metrics, and other platforms',
      // Beside the server, which looks for them there.
      async writeBundle({ dir = 'dist' }) {
        const common = { root: import.meta.dirname, configFile: false, logLevel: 'warn' } as const
        for (const entry of files) {
          await build({ ...bundle(entry, dir, false), ...common })
        }
        await build({ ...bundle('src/lambda.ts', dir, false, 'mjs'), ...common })
        await build({ ...workerBundle('src/worker.ts', join(dir, 'worker')), ...common })
      },
    },
  ],
})
