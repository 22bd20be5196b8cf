// Sets the version of all packages: `npm run set-version -- 0.2.0`. Then write the section of CHANGELOG.md by hand, and commit.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { currentVersion, isVersion, versionedFiles, withVersion } from './versioned.js'

const root = join(import.meta.dirname, '..')
const from = currentVersion(root)
const [to] = process.argv.slice(2)

if (to === undefined || !isVersion(to)) {
  console.error(
    `Which version? Now it's ${from}. Expected is one like 0.2.0 or 0.2.0-rc.1:\n  npm run set-version -- 0.2.0`,
  )
  process.exitCode = 2
} else {
  for (const path of versionedFiles(root)) {
    const file = join(root, path)
    const before = readFileSync(file, 'utf8')
    const after = withVersion(path, before, from, to)
    if (after !== before) writeFileSync(file, after)
  }
  console.log(`${from} is ${to} now. Next: describe it in CHANGELOG.md, and run \`npm run release:check\`.`)
}
