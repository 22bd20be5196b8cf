import { existsSync, rmSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { LocalSwfError } from '../errors.ts'
import { defaultRegion } from '../model/regions.ts'
import { damagedFile } from './damage.ts'
import { attachDatabase, openDatabase, type Database } from './driver.ts'
import { applicationId, checkVersion, checkHardLinks, foreignDatabase, ownerOf, version } from './header.ts'
import { FileLock, isBusy, databaseLocked, realFile, ensureExclusive, databaseUnwritable } from './lock.ts'
import { tableOfFormat1 } from './format-1.ts'
import { checkTables, logTable } from './log-table.ts'
import { migrate, type Migration } from './migrate.ts'
import { tables } from './row.ts'
import type { ScanResult } from './scan.ts'
import type { Storage } from './storage.ts'
import { describeWal, readWal, type Wal } from './wal.ts'
import { FileWatch } from './watch.ts'

export interface SqliteOptions {
  /**
   * Whether to open a file of an earlier format or with visible damage without changing it, so that it can be scanned. Default
   * false.
   */
  readonly unchecked?: boolean | undefined
  /** Called with a description of the write-ahead log, before SQLite recovers it. */
  readonly onWal?: ((wal: Wal) => void) | undefined
  /** Whether to create the file if it doesn't exist. Default true. */
  readonly create?: boolean | undefined
  /** The region to which everything in a file of format 1 belongs, since that format has no regions. Default us-east-1. */
  readonly region?: string | undefined
  /** Called when a file of an earlier format has been migrated. */
  readonly onMigrated?: ((migration: Migration) => void) | undefined
}

/** A log in a file. It can be scanned for damage. */
export interface SqliteStorage extends Storage {
  /** Reads all rows, and continues after damaged ones. */
  scan(): Iterable<ScanResult>
  /** Makes the file smaller by rewriting it without the space of removed transactions. */
  shrink(): void
  /** The format of the file. It can be an earlier one if the file was opened with `unchecked`. */
  readonly format: number
}

/**
 * The number of pages in the write-ahead log from which SQLite writes them into the file as part of a commit. With SQLite's
 * default of 1000, such a commit took 30 ms if removed rows were far apart.
 */
const checkpointPages = 250

/** The open handles of a database file. */
interface Open {
  readonly file: string
  readonly lock: FileLock
  database?: Database
  guard?: Database
  format: number
}

/**
 * Opens a log in a SQLite file, with a write-ahead log and full synchronization.
 *
 * 1. Locks are taken (`FileLock`).
 * 2. The first bytes of the file show whether it's ours (`ownerOf`), before SQLite recovers anything. They are also checked
 *    before the lock file is created, so that no lock file is left beside a file of another program.
 * 3. SQLite opens the file normally, and recovers what a process that died has left. Then the file is checked again.
 * 4. `ensureExclusive` checks that no other process has the file open.
 *
 * A refused file isn't changed, and neither is its write-ahead log. A missing file is created, unless `create` is false.
 *
 * @throws LocalSwfError DB_LOCKED, DB_FOREIGN, DB_TOO_NEW, DB_DAMAGED, DB_UNWRITABLE
 */
export function sqliteStorage(file: string, options: SqliteOptions = {}): SqliteStorage {
  const { create = true, unchecked = false, region = defaultRegion } = options
  const real = translatingErrors(file, () => realFile(file))
  const open: Open = { file: real, lock: new FileLock(real), format: version }
  try {
    const owner = translatingErrors(real, () => {
      open.lock.lockInode()
      ownerOf(real)
      if (!create && !existsSync(real)) throw databaseUnwritable(real, "it doesn't exist")
      open.lock.lockFile()
      open.lock.lockInode()
      const owner = ownerOf(real)
      open.lock.makeWritable()
      // the index of a file that was removed while it was open would be used for the new file
      if (owner === 'none') rmSync(`${real}-shm`, { force: true })
      const wal = readWal(real)
      if (wal !== undefined) options.onWal?.(wal)
      if (wal !== undefined && !unchecked) refuseCutLog(real, wal)
      return owner
    })
    translatingErrors(real, () => openFile(open, { ...options, region }), owner === 'ours')
    return storageOf(open, new FileWatch(real), region)
  } catch (error) {
    release(open)
    throw error
  }
}

/**
 * Opens the file. The last connection that closes a file writes the write-ahead log into it. While a read-only connection (the
 * guard) is open, that can't happen unintentionally.
 */
function openFile(open: Open, options: SqliteOptions & { readonly region: string }): void {
  open.guard = guardOf(open.file)
  open.database = attachDatabase(open.file)
  open.format = prepare(open.database, open.file)
  if (options.unchecked !== true)
    checkTables(open.database, open.file, open.format === 1 ? [tableOfFormat1] : tables)
  open.database.exec(`PRAGMA swf.journal_mode = WAL; PRAGMA wal_autocheckpoint = ${checkpointPages}`)
  dropGuard(open)
  ensureExclusive(open.database)
  if (options.unchecked !== true && open.format < version) {
    const migration = migrate(open.database, open.file, options.region, version)
    open.format = version
    options.onMigrated?.(migration)
  }
  open.guard = guardOf(open.file)
  checkHardLinks(open.file)
}

function guardOf(file: string): Database {
  const guard = openDatabase(`${pathToFileURL(file).href}?mode=ro`)
  try {
    guard.exec('PRAGMA busy_timeout = 0; SELECT 1 FROM sqlite_master')
  } catch {
    // errors of the file are found when it's opened for writing
  }
  return guard
}

function dropGuard(open: Open): void {
  open.guard?.close()
  delete open.guard
}

/** Closes a file without changing it. */
function release(open: Open): void {
  try {
    open.database?.close()
  } finally {
    delete open.database
    dropGuard(open)
    open.lock.release()
  }
}

function storageOf(open: Open, watch: FileWatch, region: string): SqliteStorage {
  const { file } = open
  const database = open.database!
  const { readAll, scan, append, remove } = logTable(database, file, { format: open.format, region })
  const saving = (check: () => void) => {
    try {
      check()
    } catch (error) {
      // so a renamed file is complete, and the contents of a deleted write-ahead log are saved
      if (!watch.truncated) emptyLog(database)
      throw error
    }
  }
  const check = () => saving(() => watch.check())
  const committing = (commit: () => void) => {
    saving(() => watch.beforeCommit())
    translatingErrors(file, commit, true)
    // checked again, so that a commit is acknowledged only if the file was still there after it
    saving(() => watch.afterCommit())
  }
  return {
    name: file,
    format: open.format,
    scan,
    readAll,
    append: transactions => committing(() => append(transactions)),
    remove: seqs => committing(() => remove(seqs)),
    check,
    shrink() {
      // this is one transaction in the write-ahead log, so after a crash the file has either its old or its new contents
      translatingErrors(file, () => database.exec('VACUUM swf; PRAGMA swf.wal_checkpoint(TRUNCATE)'), true)
    },
    close() {
      if (!watch.truncated) {
        dropGuard(open)
        emptyLog(database)
      }
      release(open)
    },
    release: () => release(open),
  }
}

/** Writes the contents of the write-ahead log into the database file. */
function emptyLog(database: Database): void {
  try {
    database.exec('PRAGMA swf.wal_checkpoint(TRUNCATE)')
  } catch {
    // committed transactions are also safe in the write-ahead log
  }
}

/**
 * Creates the tables in a new file, at first in rollback mode, so that the header of the file itself has our application id.
 * Returns the format of the file.
 */
function prepare(database: Database, file: string): number {
  database.exec('PRAGMA swf.synchronous = FULL')
  const found = check(database, file)
  if (found === 'empty') {
    const made = tables.map(table => `CREATE TABLE swf.${table}`).join('; ')
    database.exec(
      `BEGIN EXCLUSIVE; PRAGMA swf.application_id = ${applicationId}; PRAGMA swf.user_version = ${version}; ${made}; COMMIT`,
    )
  }
  return found === 'empty' ? version : found
}

/** Returns the format of the file if it's ours and supported, or `empty`. */
function check(database: Database, file: string): number | 'empty' {
  const one = <T>(sql: string) => database.prepare(sql).get() as T
  const { application_id: owner } = one<{ application_id: number }>('PRAGMA swf.application_id')
  const { user_version: written } = one<{ user_version: number }>('PRAGMA swf.user_version')
  const { found } = one<{ found: number }>('SELECT count(*) AS found FROM swf.sqlite_master')
  if (owner === 0 && written === 0 && found === 0) return 'empty'
  if (owner !== applicationId) throw foreignDatabase(file, owner)
  checkVersion(file, written)
  return written
}

/**
 * SQLite reads a write-ahead log up to its first invalid frame and silently drops the rest. Throws if the rest can't be an
 * interrupted write.
 */
function refuseCutLog(file: string, wal: Wal): void {
  if (wal.damage !== 'header' && wal.damage !== 'later-commits') return
  throw damagedFile(file, `${describeWal(file, wal)}. Commits after it would be lost`)
}

/** Converts errors of SQLite and the file system to LocalSwfErrors. */
function translatingErrors<T>(file: string, work: () => T, ours = false): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof LocalSwfError) throw error
    const { message } = error as Error
    if (isBusy(error)) throw databaseLocked(file, 'another process', error)
    if (/malformed|corrupt/i.test(message) || (ours && !isOutside(error))) {
      throw damagedFile(file, message, error)
    }
    throw databaseUnwritable(file, message, error)
  }
}

/** Result codes that don't mean a damaged file: SQLITE_PERM, NOMEM, READONLY, INTERRUPT, IOERR, FULL, CANTOPEN, AUTH. */
const outside = new Set([3, 7, 8, 9, 10, 13, 14, 23])

function isOutside(error: unknown): boolean {
  const { errcode } = error as { errcode?: unknown }
  return typeof errcode !== 'number' || outside.has(errcode & 0xff)
}
