import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { execOrThrow, packAll, UnreachableRegistryError } from './npm.ts'

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
export async function installedApp(): Promise<InstalledApp> {
  const base = join(tmpdir(), 'create-reyield-app') // the folder of this run of tests (test/temporary-folder.ts)
  const done = join(base, 'done.json')
  try {
    mkdirSync(base)
  } catch {
    return waitFor(done)
  }
  let outcome: Outcome
  try {
    outcome = { app: await install(base) }
  } catch (error) {
    outcome = { error: String(error), unreachable: error instanceof UnreachableRegistryError }
  }
  writeFileSync(`${done}.new`, JSON.stringify(outcome))
  renameSync(`${done}.new`, done) // whole or not there
  return waitFor(done)
}

type Outcome = { readonly app: InstalledApp } | { readonly error: string; readonly unreachable: boolean }

async function waitFor(done: string): Promise<InstalledApp> {
  for (const deadline = Date.now() + 900_000; !existsSync(done); await wait(100)) {
    if (Date.now() > deadline) throw new Error('The project was not installed in time')
  }
  const outcome = JSON.parse(readFileSync(done, 'utf8')) as Outcome
  if ('app' in outcome) return outcome.app
  throw outcome.unreachable ? new UnreachableRegistryError(outcome.error) : new Error(outcome.error)
}

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
