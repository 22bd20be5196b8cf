// What npm runs in a package's folder before it packs it: builds the package, removes what an earlier build has left, and copies the files
// that all packages have in common.
import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { filesBelow, staleOutputs } from './stale-outputs.js'

const root = join(import.meta.dirname, '..')
const folder = process.cwd()

const compiler = dirname(createRequire(import.meta.url).resolve('@typescript/native/package.json'))
const { status } = spawnSync(process.execPath, [join(compiler, 'bin/tsc'), '-b'], { stdio: 'inherit' })
if (status !== 0) process.exit(status ?? 1)
if (basename(folder) === 'console') await import('./build-console.js')

// not the whole folder: programs that run from it, such as tests, go on
const sources = new Set(filesBelow(join(folder, 'src')))
for (const file of staleOutputs(filesBelow(join(folder, 'dist')), sources)) rmSync(join(folder, 'dist', file))

for (const name of ['LICENSE', 'NOTICE']) {
  const from = join(root, name)
  const to = join(folder, name)
  // unless it's there already: a file that changes while npm reads it would break a tarball
  if (!existsSync(to) || !readFileSync(to).equals(readFileSync(from))) copyFileSync(from, to)
}
