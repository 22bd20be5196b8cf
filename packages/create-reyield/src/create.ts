import { basename, resolve } from 'node:path'
import { dependenciesOf, projectManifest } from './package-json.ts'
import { packageName } from './name.ts'
import type { Ours } from './packages.ts'
import { fileSpec, findTarballs } from './tarballs.ts'
import { templateFiles } from './template.ts'
import { checkFolder, writeProject } from './write.ts'

/** A project that was written. */
export interface Created {
  /** Its absolute path. */
  readonly folder: string
  /** The name of its package. */
  readonly name: string
  /** How many files were written. */
  readonly files: number
}

/**
 * Writes a project into a folder, which is relative to `cwd`, as is the folder of the tarballs.
 *
 * @throws CreateError
 */
export function createProject(cwd: string, to: string, tarballs: string | undefined): Created {
  const folder = resolve(cwd, to)
  checkFolder(folder)
  const files = templateFiles()
  const template = files.get('package.json')!
  const name = packageName(basename(folder), [...dependenciesOf(template)])
  const specs = tarballs === undefined ? undefined : specsOf(folder, findTarballs(resolve(cwd, tarballs)))
  files.set('package.json', projectManifest(template, name, specs))
  writeProject(folder, files)
  return { folder, name, files: files.size }
}

const specsOf = (folder: string, files: Record<Ours, string>) =>
  Object.fromEntries(Object.entries(files).map(([name, file]) => [name, fileSpec(folder, file)])) as Record<
    Ours,
    string
  >
