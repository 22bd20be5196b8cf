import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const root = new URL('../', import.meta.url)

interface Manifest {
  readonly name: string
  readonly dependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>
}

const manifests = readdirSync(new URL('packages/', root))
  .map(name => JSON.parse(readFileSync(new URL(`packages/${name}/package.json`, root), 'utf8')) as Manifest)
  .toSorted((a, b) => (a.name < b.name ? -1 : 1))
const ours = new Set(manifests.map(({ name }) => name))

/** One row of the table: the package, ours that it needs, others that it installs, others that the user's project must have, and may have. */
function rowOf(manifest: Manifest): readonly string[] {
  const {
    name,
    dependencies = {},
    optionalDependencies = {},
    peerDependencies = {},
    peerDependenciesMeta = {},
  } = manifest
  const installed = Object.keys(dependencies)
  const peers = Object.keys(peerDependencies)
  const isOptional = (peer: string) => peerDependenciesMeta[peer]?.optional === true
  const cell = (names: readonly string[]) =>
    names
      .toSorted()
      .map(each => `\`${each}\``)
      .join(', ')
  return [
    cell([name]),
    cell(installed.filter(each => ours.has(each))),
    cell(installed.filter(each => !ours.has(each))),
    cell(peers.filter(peer => !isOptional(peer))),
    cell([...peers.filter(isOptional), ...Object.keys(optionalDependencies)]),
  ]
}

it('docs/packages.md says what each package depends on, so that no dependency comes unnoticed', () => {
  const page = readFileSync(new URL('docs/packages.md', root), 'utf8')
  const rows = page
    .split('\n')
    .filter(line => line.startsWith('| `'))
    .map(line =>
      line
        .split('|')
        .slice(1, -1)
        .map(cell => cell.trim()),
    )
  expect(rows, 'the table of docs/packages.md is out of date').toEqual(manifests.map(rowOf))
})
