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
  /** Whether a file of an earlier format, or one with visible damage, is opened as it is, to be scanned. Default false. */
  readonly unchecked?: boolean | undefined
  /** Called with what stands in the write-ahead log, before SQLite recovers from it. */
  readonly onWal?: ((wal: Wal) => void) | undefined
  /** Whether a file that isn't there is made. Default true. */
  readonly create?: boolean | undefined
  /** The region to which everything in a file of format 1 belongs, which knew no regions. Default us-east-1. */
  readonly region?: string | undefined
  /** Called when a file of an earlier format was rewritten. */
  readonly onMigrated?: ((migration: Migration) => void) | undefined
}

/** A log in a file, which can also be scanned for damage. */
export interface SqliteStorage extends Storage {
  /** Reads all rows and goes on after those that are damaged. */
  scan(): Iterable<ScanResult>
  /** Returns the room of removed transactions to the file system. Takes as long as writing all of the others. */
  shrink(): void
  /** Of the file; that of a file that is opened as it is may be an earlier one. */
  readonly format: number
}

/**
 * Pages that the write-ahead log has when SQLite writes them into the file, in the middle of a commit. SQLite's own 1000 took 30 ms
 * of a commit where removed rows lie far apart.
 */
const checkpointPages = 250

/** What is open of a database file. */
interface Open {
  readonly file: string
  readonly lock: FileLock
  database?: Database
  guard?: Database
  format: number
}

/**
 * The log in a SQLite file: write-ahead log, full synchronization.
 *
 * 1. Locks come first (`FileLock`).
 * 2. The file's first bytes decide whose it is (`ownerOf`), before SQLite recovers anything. They are looked at once before the
 *    lock file is made as well: nothing is put beside a file of another program.
 * 3. SQLite opens the file in its normal way, and recovers what a process that died has left. Then the check again.
 * 4. Nobody else has the file (`takeAlone`).
 *
 * A file that is refused stays as it was, its write-ahead log too. A file that isn't there is made, unless `make` is false.
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
      if (!create && !existsSync(real)) throw databaseUnwritable(real, "it isn't there")
      open.lock.lockFile()
      open.lock.lockInode()
      const owner = ownerOf(real)
      open.lock.makeWritable()
      // of a file that was removed under somebody who has it open: its index would be taken for that of the new one
      if (owner === 'nobody') rmSync(`${real}-shm`, { force: true })
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

/** Opens the file. Whoever closes it last writes its write-ahead log into it; a guard that only reads can't. */
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
    // what is wrong with the file is found by whoever opens it for writing
  }
  return guard
}

function dropGuard(open: Open): void {
  open.guard?.close()
  delete open.guard
}

/** Lets go of a file as it is. */
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
      // a file that was renamed is whole then; what was in a log that was deleted is saved
      if (!watch.truncated) emptyLog(database)
      throw error
    }
  }
  const check = () => saving(() => watch.check())
  const committing = (commit: () => void) => {
    saving(() => watch.beforeCommit())
    translatingErrors(file, commit, true)
    // once more: what is acknowledged was committed to a file that was there after the commit
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
      // one transaction of the write-ahead log: whoever opens the file after a crash finds the old one or the new one
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

/** Writes what is in the write-ahead log into the database file. */
function emptyLog(database: Database): void {
  try {
    database.exec('PRAGMA swf.wal_checkpoint(TRUNCATE)')
  } catch {
    // what is committed is safe in the write-ahead log, too
  }
}

/**
 * Makes the tables in a new file; in rollback mode at first, so that the file's own header says whose it is. Returns the format of
 * the file.
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

/** The format of a file that is ours and that we know, or that it's empty. */
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
 * SQLite reads a write-ahead log up to its first bad frame and drops the rest without a word. Throws when what would be dropped can't be
 * a write that was broken off.
 */
function refuseCutLog(file: string, wal: Wal): void {
  if (wal.damage !== 'header' && wal.damage !== 'later-commits') return
  throw damagedFile(file, `${describeWal(file, wal)}. What was committed after it would be lost`)
}

/** What SQLite and the file system say, in our words. */
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

/** SQLITE_PERM, NOMEM, READONLY, INTERRUPT, IOERR, FULL, CANTOPEN, AUTH: what is wrong isn't what stands in the file. */
const outside = new Set([3, 7, 8, 9, 10, 13, 14, 23])

function isOutside(error: unknown): boolean {
  const { errcode } = error as { errcode?: unknown }
  return typeof errcode !== 'number' || outside.has(errcode & 0xff)
}
