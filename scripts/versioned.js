import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The files that contain the version of Reyield: manifests, the lock, constants, and commands that name tarballs. */
export function versionedFiles(root) {
  const packages = readdirSync(join(root, 'packages')).map(folder => `packages/${folder}/package.json`)
  return [
    'package.json',
    'package-lock.json',
    'bench/package.json',
    'examples/package.json',
    ...packages,
    'packages/create-reyield/template/package.json',
    'packages/eslint-plugin/src/version.ts',
    'packages/telemetry/src/opentelemetry/api.ts',
    'packages/create-reyield/src/arguments.ts',
    'README.md',
    'docs/guide/first-project.md',
    'docs/internals/api/eslint-plugin.md',
  ]
}

/** The version of all packages. */
export const currentVersion = root => JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version

/** What is accepted as a version: 1.2.3, or 1.2.3-rc.1. */
export const isVersion = text => /^\d+\.\d+\.\d+(-[a-z]+\.\d+)?$/.test(text)

const isOurs = name => /^(@reyield\/.+|reyield|create-reyield)$/.test(name)

/** The text of a file with another version. */
export function withVersion(path, text, from, to) {
  if (path === 'package-lock.json') return lockWith(text, from, to)
  if (path.endsWith('package.json')) {
    const manifest = JSON.parse(text)
    change(manifest, from, to)
    return `${JSON.stringify(manifest, undefined, 2)}\n`
  }
  // constants, and names of tarballs
  return text.replaceAll(`'${from}'`, `'${to}'`).replaceAll(`reyield-${from}.tgz`, `reyield-${to}.tgz`)
}

function lockWith(text, from, to) {
  const lock = JSON.parse(text)
  lock.version = to
  for (const [path, entry] of Object.entries(lock.packages)) {
    if (!path.includes('node_modules')) change(entry, from, to) // a workspace
  }
  return `${JSON.stringify(lock, undefined, 2)}\n`
}

/** Changes a manifest: its version, and those of our packages among its dependencies, which are exact or begin with ^. */
function change(manifest, from, to) {
  if (manifest.version === from) manifest.version = to
  for (const kind of ['dependencies', 'devDependencies', 'peerDependencies']) {
    const list = manifest[kind] ?? {}
    for (const name of Object.keys(list)) {
      if (isOurs(name)) list[name] = list[name].replace(/^(\^?).*$/, `$1${to}`)
    }
  }
}
