import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { packAll, root, type Packed } from './npm.ts'
import { oncePerRun } from './once.ts'

/** The tarballs of all packages, and a project in which they're installed. */
export interface PackedAll {
  readonly packed: readonly Packed[]
  /**
   * A folder whose `node_modules` has all packages as the tarballs contain them, and links to the packages that they declare as
   * dependencies. Nothing else is found from there, apart from types of Node and bundlers.
   */
  readonly project: string
}

/** Packs and installs all packages, once for a run of tests. */
export const packedAll = (): Promise<PackedAll> =>
  oncePerRun('tarballs', async folder => {
    const packed = await packAll(folder)
    const project = join(folder, 'project')
    const modules = join(project, 'node_modules')
    for (const { name, file } of packed) {
      const to = join(modules, name)
      mkdirSync(to, { recursive: true })
      execFileSync('tar', ['-xzf', file, '-C', to, '--strip-components=1'])
    }
    const names = new Set(packed.map(({ name }) => name))
    const others = new Set(packed.flatMap(one => dependenciesOf(one)).filter(name => !names.has(name)))
    for (const name of [...others, '@types/node', 'esbuild', 'vite']) {
      mkdirSync(dirname(join(modules, name)), { recursive: true })
      symlinkSync(join(root, 'node_modules', name), join(modules, name), 'junction')
    }
    return { packed, project }
  })

/** What the tests read of a package.json. */
export interface Manifest {
  readonly name: string
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>
  readonly bin?: Readonly<Record<string, string>>
  readonly dependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
}

/** The package.json in a folder. */
export const manifestIn = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest

const dependenciesOf = ({ folder }: Packed): string[] => {
  const { dependencies, peerDependencies } = manifestIn(folder)
  return Object.keys({ ...dependencies, ...peerDependencies })
}

/** The entries of a package that are modules: `@reyield/client/testing`. Others are programs, or its package.json. */
export const entriesOf = ({ name, exports }: Manifest): string[] =>
  Object.entries(exports).flatMap(([path, to]) => (typeof to === 'string' ? [] : [name + path.slice(1)]))
