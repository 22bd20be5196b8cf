import { isOurs, ours, type Ours } from './packages.ts'

/** The members of the template's package.json that are read here. */
interface Manifest {
  name: string
  readonly dependencies: Record<string, string>
  readonly devDependencies: Record<string, string>
}

/** The names of the packages that the template depends on. */
export function dependenciesOf(template: string): string[] {
  const { dependencies, devDependencies } = JSON.parse(template) as Manifest
  return [...Object.keys(dependencies), ...Object.keys(devDependencies)]
}

/**
 * The project's package.json: the template's with another name. `files` has the specs of tarballs (`file:…`), where the packages of Reyield
 * come from. Then each of them is also an override: they depend on each other by version, which npm would look for in the registry. Those
 * that the template doesn't depend on are development dependencies, as npm says of an optional peer that is only an override that its
 * tarball is corrupted.
 */
export function projectManifest(
  template: string,
  name: string,
  files: Readonly<Record<Ours, string>> | undefined,
): string {
  const manifest = JSON.parse(template) as Manifest
  manifest.name = name
  if (files === undefined) return written(manifest)
  for (const list of [manifest.dependencies, manifest.devDependencies]) {
    for (const each of Object.keys(list)) if (isOurs(each)) list[each] = files[each]
  }
  const others = ours.filter(each => manifest.dependencies[each] === undefined)
  const own = Object.fromEntries(others.map(each => [each, files[each]]))
  const devDependencies = Object.entries({ ...manifest.devDependencies, ...own })
  return written({
    ...manifest,
    devDependencies: Object.fromEntries(devDependencies.toSorted(([a], [b]) => (a < b ? -1 : 1))),
    overrides: files,
  })
}

const written = (manifest: object) => `${JSON.stringify(manifest, undefined, 2)}\n`
