import { closeSync, fsyncSync, lstatSync, openSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { pathToFileURL } from 'node:url'
import { LocalSwfError } from '../errors.ts'
import { attachDatabase, type Database } from '../storage/driver.ts'
import { applicationId, checkVersion, foreignDatabase } from '../storage/header.ts'
import { databaseUnwritable } from '../storage/lock.ts'
import { intact } from '../storage/log-table.ts'
import { scan } from '../storage/scan.ts'

/** How long a backup waits for a local SWF that is just starting, in milliseconds. */
const busyTimeout = 10_000

/**
 * Copies a database file, also while a local SWF has it open. The copy contains everything that was acknowledged before the
 * backup began. It's written under a temporary name and renamed only after every row was checked, so there is never an incomplete
 * copy. If the process dies, `<copy>.<process id>.part` may be left.
 *
 * @throws LocalSwfError BACKUP_EXISTS, DB_FOREIGN, DB_TOO_NEW, DB_DAMAGED, DB_UNWRITABLE
 * @example
 * ```ts
 * backupDatabase('swf.sqlite', `swf-${new Date().toISOString().slice(0, 10)}.sqlite`)
 * ```
 */
export function backupDatabase(file: string, copy: string): void {
  for (const name of [copy, `${copy}-wal`, `${copy}-journal`]) refuseExisting(name)
  const part = `${copy}.${process.pid}.part`
  rmSync(part, { force: true })
  try {
    const format = write(file, part)
    check(part, format)
    flush(part)
    refuseExisting(copy)
    renameSync(part, copy)
    flush(dirname(copy))
  } catch (error) {
    rmSync(part, { force: true })
    if (error instanceof LocalSwfError) throw error
    throw databaseUnwritable(copy, (error as Error).message, error)
  }
}

/** Writes the copy, and returns its format. SQLite reads a consistent state of the file, even while it's being written. */
function write(file: string, part: string): number {
  return reading(file, `${pathToFileURL(file).href}?mode=ro`, database => {
    const one = (name: string) =>
      Object.values(database.prepare(`PRAGMA swf.${name}`).get() as Record<string, number>)[0]!
    const owner = one('application_id')
    if (owner !== applicationId) throw foreignDatabase(file, owner)
    const format = one('user_version')
    checkVersion(file, format)
    database.exec(`PRAGMA busy_timeout = ${busyTimeout}; VACUUM swf INTO '${part.replaceAll("'", "''")}'`)
    return format
  })
}

function check(part: string, format: number): void {
  reading(part, part, database => {
    for (const _ of intact(scan(database, { format, region: '' }), part));
  })
}

function reading<T>(file: string, path: string, work: (database: Database) => T): T {
  let database: Database
  try {
    database = attachDatabase(path)
  } catch (error) {
    throw databaseUnwritable(file, (error as Error).message, error)
  }
  try {
    return work(database)
  } finally {
    database.close()
  }
}

function refuseExisting(copy: string): void {
  if (lstatSync(copy, { throwIfNoEntry: false }) === undefined) return
  throw new LocalSwfError(
    'BACKUP_EXISTS',
    `${copy} already exists. It was not changed. Choose another name for the backup`,
  )
}

/** Waits until a file, or the list of files in a folder, is on the disk. */
function flush(path: string): void {
  const descriptor = openSync(path, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}
