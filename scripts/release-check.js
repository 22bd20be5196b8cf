// Whether the packages can be published: their tarballs are tested, the changelog has the version, and npm would publish them. Nothing
// is published, and no registry is asked.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { currentVersion } from './versioned.js'

const root = join(import.meta.dirname, '..')
const version = currentVersion(root)

/** Problems that a release must not have. What commands find, they print themselves. */
const problems = []

const heading = new RegExp(`^## ${version.replaceAll('.', '\\.')}(.*)$`, 'm').exec(
  readFileSync(join(root, 'CHANGELOG.md'), 'utf8'),
)
if (heading === null) problems.push(`CHANGELOG.md has no section ${version}.`)
else if (!/^ \(\d{4}-\d\d-\d\d\)$/.test(heading[1])) {
  problems.push(`CHANGELOG.md has no date for ${version}: expected "## ${version} (2026-12-24)".`)
}
const { stdout: changed } = spawnSync('git', ['status', '--porcelain'], { cwd: root, encoding: 'utf8' })
if (changed !== '') problems.push(`Files aren't committed:\n${changed}`)

run('the tests of the tarballs', 'npx', ['vitest', 'run', 'test/tarballs/', 'test/version', 'test/packages'])
const dryRun = [
  'publish',
  '--dry-run',
  '--workspaces',
  '--registry',
  'http://127.0.0.1:9/',
  '--fetch-retries=0',
]
run('npm publish --dry-run', 'npm', [...dryRun, '--loglevel=error'])

for (const problem of problems) console.error(`✗ ${problem}`)
if (problems.length === 0) console.log(`✓ ${version} can be published: see CONTRIBUTING.md.`)
process.exitCode = problems.length === 0 ? 0 : 1

function run(what, command, args) {
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit' })
  if (status !== 0) problems.push(`${what} failed.`)
}
