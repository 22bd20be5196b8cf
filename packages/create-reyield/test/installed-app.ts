import { cpSync, mkdirSync, mkdtempSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execOrThrow, packAll, UnreachableRegistryError } from '../../../test/tarballs/npm.ts'
import { oncePerRun, OnceError } from '../../../test/tarballs/once.ts'

/** A project as a user gets it from tarballs. */
export interface InstalledApp {
  /** Its folder. Don't change it: see `copyOfApp`. */
  readonly folder: string
  /** The folder of the tarballs, beside it. */
  readonly tarballs: string
  /** How long the two commands took, in milliseconds. */
  readonly took: { readonly create: number; readonly install: number }
}

/**
 * Packs all packages, runs the packed `create-reyield` in an empty folder, and installs what the project needs. That's done once for a run
 * of tests, whichever file asks first.
 *
 * @throws UnreachableRegistryError if the package registry doesn't answer
 */
export const installedApp = (): Promise<InstalledApp> =>
  oncePerRun('create-reyield-app', install).catch((error: unknown) => {
    const isUnreachable = error instanceof OnceError && error.cause === UnreachableRegistryError.name
    throw isUnreachable ? new UnreachableRegistryError(error.message) : error
  })

async function install(base: string): Promise<InstalledApp> {
  const tarballs = join(base, 'tarballs')
  mkdirSync(tarballs)
  const packed = await packAll(tarballs)
  const { file } = packed.find(({ name }) => name === 'create-reyield')!
  const begin = Date.now()
  const create = [
    'exec',
    '--yes',
    `--package=${file}`,
    '--',
    'create-reyield',
    'app',
    '--tarballs',
    'tarballs',
  ]
  await execOrThrow(base, 'npm', create)
  const created = Date.now()
  const folder = join(base, 'app')
  await execOrThrow(folder, 'npm', ['install'])
  return { folder, tarballs, took: { create: created - begin, install: Date.now() - created } }
}

/** A copy of the installed project, whose files can be changed. Its dependencies are those of the original. */
export async function copyOfApp(): Promise<string> {
  const { folder } = await installedApp()
  const copy = mkdtempSync(join(tmpdir(), 'app-'))
  cpSync(folder, copy, { recursive: true, filter: path => !path.startsWith(join(folder, 'node_modules')) })
  symlinkSync(join(folder, 'node_modules'), join(copy, 'node_modules'), 'dir')
  return copy
}
