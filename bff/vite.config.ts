import { defineConfig } from 'vite'

// One file with everything in it: nothing to install where it runs.
export default defineConfig({
  ssr: { noExternal: true, target: 'node' },
  build: {
    ssr: 'src/node.ts',
    target: 'node22',
    outDir: 'dist',
    emptyOutDir: true,
    minify: false,
    rolldownOptions: { output: { entryFileNames: 'node.js', codeSplitting: false } },
  },
})
