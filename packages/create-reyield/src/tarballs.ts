import { readdirSync } from 'node:fs'
import path, { join, type PlatformPath } from 'node:path'
import { codeOf, CreateError, reasonOf } from './errors.ts'
import { ours, type Ours } from './packages.ts'

/**
 * Finds the tarball of each package in a folder.
 *
 * @throws CreateError if there is none for one of them, or if there are several
 */
export function findTarballs(folder: string): Record<Ours, string> {
  const files = filesIn(folder)
  const found = ours.map(name => [name, files.filter(file => isTarballOf(name, file)).toSorted()] as const)

  const several = found.filter(([, of]) => of.length > 1)
  if (several.length > 0) {
    throw new CreateError(
      `There are several tarballs of ${several.map(([name]) => name).join(', ')} in ${folder}.`,
      1,
      [...several.flatMap(([, of]) => of), 'Remove all but one version.'],
    )
  }
  const missing = found.filter(([, of]) => of.length === 0).map(([name]) => name)
  if (missing.length > 0) {
    throw new CreateError(
      `There is no tarball of ${missing.length === ours.length ? 'any package of Reyield' : missing.join(', ')} in ${folder}.`,
      1,
      [
        `Expected are files such as ${tarballOf(missing[0]!)}0.1.0.tgz. In a checkout of Reyield, this writes all:`,
        `npm pack ./packages/* --pack-destination ${folder}`,
      ],
    )
  }
  return Object.fromEntries(found.map(([name, [file]]) => [name, join(folder, file!)])) as Record<
    Ours,
    string
  >
}

function filesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch (error) {
    const what = codeOf(error) === 'ENOENT' ? "doesn't exist" : `can't be read: ${reasonOf(error)}`
    throw new CreateError(`The folder of --tarballs ${what}: ${folder}.`, 1, [
      'It has to contain the packages of Reyield, as `npm pack` writes them.',
    ])
  }
}

/** How `npm pack` begins the name of a package's file: `reyield-data-` for `@reyield/data`. */
const tarballOf = (name: Ours) => `${name.replace('@', '').replace('/', '-')}-`

/** Whether it's `<package>-<version>.tgz`. */
const isTarballOf = (name: Ours, file: string) =>
  file.startsWith(tarballOf(name)) && /^\d+\.\d+\.\d+[^/]*\.tgz$/.test(file.slice(tarballOf(name).length))

/** How many folders up a relative path goes at most. */
const near = 3

/**
 * The dependency on a file from a project's folder: `file:../tarballs/reyield-0.1.0.tgz`. The path is relative if the file is near, so that
 * both can be moved together. `platform` has the rules for paths; on Windows, another drive has no relative path.
 *
 * @throws CreateError if npm can't read such a path
 */
export function fileSpec(project: string, file: string, platform: PlatformPath = path): string {
  const { sep } = platform
  const from = platform.relative(project, file)
  const ups = from.split(sep).filter(part => part === '..').length
  const isNear = !platform.isAbsolute(from) && ups <= near
  const written = (isNear ? from : platform.resolve(file)).replaceAll(sep, '/')
  // some versions of npm read it as a URL, where these characters have a meaning, and others as a path
  const special = /[#%?]/.exec(written)?.[0]
  if (special === undefined) return `file:${written}`
  throw new CreateError(`npm can't read tarballs whose path has the character ${special}.`, 1, [
    written,
    'Move them to another folder.',
  ])
}
