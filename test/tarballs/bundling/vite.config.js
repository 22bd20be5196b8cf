import { defineConfig } from 'vite'

export default defineConfig({
  ssr: { noExternal: true }, // packages are bundled, too
  build: {
    ssr: true,
    outDir: 'dist-vite',
    target: 'node20',
    minify: true,
    sourcemap: true,
    rolldownOptions: {
      input: {
        worker: 'src/worker.ts',
        weigh: 'src/weigh.ts', // a module for inThread
        'reyield-thread': '@reyield/worker/thread', // only if there is such a module
      },
      output: { entryFileNames: '[name].js', keepNames: true }, // errors are recorded by the names of their classes
    },
  },
})
