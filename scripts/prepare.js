// `npm install` leaves a built checkout: builds when the compiler is installed, and is silent when it isn't
// (an install with --omit=dev).
import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

let compiler
try {
  compiler = dirname(createRequire(import.meta.url).resolve('@typescript/native/package.json'))
} catch {
  process.exit(0)
}
const args = [join(compiler, 'bin/tsc'), '-b', 'tsconfig.build.json']
const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' })
if (status !== 0) process.exit(status ?? 1)
await import('./build-console.js')
