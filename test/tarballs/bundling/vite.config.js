import { defineConfig } from 'vite'

export default defineConfig({
  ssr: { noExternal: true }, // packages are bundled, too
  build: {
    ssr: 'src/worker.ts',
    outDir: 'dist-vite',
    target: 'node20',
    minify: true,
    sourcemap: true,
    rolldownOptions: { output: { entryFileNames: 'worker.mjs', keepNames: true } },
  },
})
