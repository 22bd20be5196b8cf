// Writes the API reports into docs/internals/api; `npm run api`.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { apiOf, entryPoints, reportFile, written } from './api-report.js'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const folder = join(root, 'docs', 'internals', 'api')
mkdirSync(folder, { recursive: true })
for (const file of readdirSync(folder)) rmSync(join(folder, file))
for (const [name, api] of apiOf(entryPoints(root), root)) {
  writeFileSync(join(folder, reportFile(name)), written(name, api))
}
