import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const root = new URL('../', import.meta.url)

interface Manifest {
  readonly name: string
  readonly description: string
  readonly keywords: readonly string[]
  readonly files: readonly string[]
  readonly exports: Readonly<Record<string, unknown>>
  readonly dependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>
}

const folders = readdirSync(new URL('packages/', root))
const manifestIn = (folder: string) =>
  JSON.parse(readFileSync(new URL(`packages/${folder}/package.json`, root), 'utf8')) as Manifest
const manifests = folders.map(manifestIn).toSorted((a, b) => (a.name < b.name ? -1 : 1))
const workspace = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as {
  readonly version: string
}
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

it.each(folders)(
  'packages/%s says what all packages say: license, Node, repository, what npm packs',
  folder => {
    const manifest = manifestIn(folder)
    const home = `https://github.com/reyield/reyield`
    expect(manifest).toMatchObject({
      version: workspace.version,
      homepage: `${home}/tree/main/packages/${folder}#readme`,
      bugs: `${home}/issues`,
      repository: { type: 'git', url: `git+${home}.git`, directory: `packages/${folder}` },
      license: 'Apache-2.0',
      type: 'module',
      engines: { node: '>=20.19' },
      scripts: { prepack: 'node ../../scripts/prepack.js' },
      publishConfig: { access: 'public' },
    })
    expect(manifest.description).toMatch(/^[A-Z][^\n]{20,140}[^.]$/)
    expect(manifest.keywords).toEqual(expect.arrayContaining(['reyield', 'swf', 'aws', 'workflow']))
    expect(manifest.exports['./package.json']).toBe('./package.json')
    expect(manifest.files).toEqual(expect.arrayContaining(['dist', 'src', 'NOTICE', '!dist/.tsbuildinfo']))
  },
)
