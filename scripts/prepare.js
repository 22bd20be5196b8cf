// `npm install` leaves a built checkout: builds when TypeScript is installed, and is silent when it isn't
// (an install with --omit=dev).
import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'

let tsc
try {
  tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc')
} catch {
  process.exit(0)
}
const { status } = spawnSync(process.execPath, [tsc, '-b', 'tsconfig.build.json'], { stdio: 'inherit' })
process.exit(status ?? 1)
