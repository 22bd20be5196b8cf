import { build } from 'esbuild'

await build({
  entryPoints: {
    worker: 'src/worker.ts',
    weigh: 'src/weigh.ts', // a module for inThread
    'reyield-thread': '@reyield/worker/thread', // only if there is such a module
  },
  outdir: 'dist',
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  minify: true,
  keepNames: true, // errors are recorded by the names of their classes
  sourcemap: true, // errors and `reyield show` then have your lines
  mainFields: ['module', 'main'], // a smaller AWS SDK
  banner: {
    // packages in CommonJS, such as parts of the AWS SDK, require modules of Node
    js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url)",
  },
})
