import { build } from 'esbuild'

await build({
  entryPoints: ['src/lambda.ts'],
  outfile: 'dist/lambda.cjs',
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  minify: true,
  keepNames: true,
  mainFields: ['module', 'main'],
})
