import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Settings } from '../../config/settings.ts'
import { InvalidLockfileError, MissingLockfileError } from '../../errors/lockfile.ts'
import { historiesFile, readHistoriesFile, type KeptHistory } from './histories.ts'
import { lockText, readLock, type Lock } from './lock.ts'

/** The two files of a lock, and what they contain. */
export interface Locked {
  readonly lock: Lock
  readonly histories: readonly KeptHistory[]
}

/** The names of the files. */
export const names = { lock: 'reyield.lock.json', histories: 'reyield.histories.jsonl.br' } as const

/** The folder of the lock: that of the configuration file, or the present one. */
export const lockFolder = ({ file }: Pick<Settings, 'file'>): string =>
  file === undefined ? process.cwd() : dirname(file)

const filesIn = (folder: string) => ({
  lock: join(folder, names.lock),
  histories: join(folder, names.histories),
})

/**
 * Reads the lock of a folder.
 *
 * @throws MissingLockfileError (LOCKFILE_MISSING), InvalidLockfileError (LOCKFILE_INVALID)
 */
export function loadLock(folder: string): Locked {
  const found = loadFiles(folder)
  if (found === undefined) throw new MissingLockfileError(filesIn(folder).lock)
  return checked(found, folder)
}

/**
 * Reads the lock of a folder without a build that is going to be locked, again or for the first time.
 *
 * @throws InvalidLockfileError (LOCKFILE_INVALID)
 */
export function loadOtherBuilds(folder: string, buildId: string): Locked {
  const found = loadFiles(folder)
  if (found === undefined) return { lock: { builds: [], accepted: [] }, histories: [] }
  return checked(without(found, [buildId]), folder)
}

/** The lock without some builds. */
export function without({ lock, histories }: Locked, builds: readonly string[]): Locked {
  const left = (ids: readonly string[]) => ids.filter(id => !builds.includes(id))
  return {
    lock: {
      ...lock,
      builds: lock.builds.filter(({ id }) => !builds.includes(id)),
      accepted: lock.accepted
        .map(each => ({ ...each, builds: left(each.builds) }))
        .filter(each => each.builds.length > 0),
    },
    histories: histories
      .map(each => ({ ...each, builds: left(each.builds) }))
      .filter(each => each.builds.length > 0),
  }
}

/**
 * Writes a lock to which something was added. If the process is killed in between, the lock before still holds. Returns the size of the
 * histories in bytes.
 */
export function saveMore(folder: string, { lock, histories }: Locked): number {
  const files = filesIn(folder)
  const bytes = historiesFile(histories, bytesOf(files.histories))
  replace(files.histories, bytes)
  replace(files.lock, lockText(lock))
  return bytes.length
}

/** Writes a lock from which something was removed. */
export function saveLess(folder: string, { lock, histories }: Locked): void {
  const files = filesIn(folder)
  replace(files.lock, lockText(lock))
  replace(files.histories, historiesFile(histories, bytesOf(files.histories)))
}

/** Writes `reyield.lock.json` alone. */
export const saveLock = (folder: string, lock: Lock): void => replace(filesIn(folder).lock, lockText(lock))

function loadFiles(folder: string): Locked | undefined {
  const files = filesIn(folder)
  if (!existsSync(files.lock)) return undefined
  const lock = readLock(readFileSync(files.lock, 'utf8'), files.lock)
  if (!existsSync(files.histories)) {
    throw new InvalidLockfileError(
      `The lock has no histories: ${files.histories} is missing. Restore it from version control, where both files must be`,
    )
  }
  const ids = new Set(lock.builds.map(({ id }) => id))
  const histories = readHistoriesFile(readFileSync(files.histories), files.histories)
    .map(({ builds, text }) => ({ builds: builds.filter(id => ids.has(id)), text }))
    .filter(({ builds }) => builds.length > 0) // others are of a process that was killed
  return { lock, histories }
}

/** Checks that the files belong together: after a merge, one of them may be that of another branch. */
function checked(found: Locked, folder: string): Locked {
  for (const { id, workflows } of found.lock.builds) {
    const expected = workflows.reduce((sum, { histories }) => sum + histories, 0)
    const count = found.histories.filter(({ builds }) => builds.includes(id)).length
    if (count === expected) continue
    throw new InvalidLockfileError(
      `${names.lock} and ${names.histories} don't belong together: build ${id} has ${expected} histories in the first, and ${count} ` +
        `in the second. Restore both from one commit, or lock the build again. They are in ${folder}`,
    )
  }
  return found
}

const bytesOf = (file: string): Buffer | undefined => (existsSync(file) ? readFileSync(file) : undefined)

/** The whole file or nothing. */
function replace(file: string, content: string | Buffer): void {
  const unfinished = `${file}.part`
  writeFileSync(unfinished, content)
  renameSync(unfinished, file)
}
