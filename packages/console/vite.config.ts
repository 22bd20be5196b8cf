import { brotliCompressSync, constants } from 'node:zlib'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { defineConfig, type Plugin } from 'vite'

/** Writes a brotli file beside each asset, so that the server never compresses. */
const brotli = (folder: string): Plugin => ({
  name: 'brotli',
  closeBundle() {
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      if (!/[.](js|css|html|svg)$/.test(entry.name)) continue
      const file = join(entry.parentPath, entry.name)
      const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY }
      writeFileSync(`${file}.br`, brotliCompressSync(readFileSync(file), { params }))
    }
  },
})

const assets = join(import.meta.dirname, 'assets')

/** Builds the page into `assets/`, which the package contains. */
export default defineConfig({
  root: join(import.meta.dirname, 'ui'),
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: assets,
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0, // the content security policy allows no data URLs
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    license: { fileName: 'licenses.md' }, // of the libraries that the page contains
  },
  plugins: [brotli(assets)],
  logLevel: 'warn',
})
