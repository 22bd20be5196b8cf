// Builds the page of the console with Vite, unless it is newer than its sources. Without Vite (an install with --omit=dev) nothing happens.
import { existsSync, readdirSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

const folder = join(import.meta.dirname, '../packages/console')
const require = createRequire(join(folder, 'package.json'))

const filesIn = path =>
  readdirSync(path, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))

const timeOf = file => statSync(file).mtimeMs
const page = join(folder, 'assets/index.html')
const sources = [...filesIn(join(folder, 'ui')), join(folder, 'vite.config.ts')]
const isNew = existsSync(page) && sources.every(file => timeOf(file) < timeOf(page))

if (!isNew && hasVite()) {
  const { build } = await import('vite')
  await build({ configFile: join(folder, 'vite.config.ts') })
}

function hasVite() {
  try {
    require.resolve('vite')
    return true
  } catch {
    return false
  }
}
