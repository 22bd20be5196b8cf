import { closeSync, openSync, readlinkSync, realpathSync, statSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { LocalSwfError } from '../errors.ts'
import { openDatabase, type Database } from './driver.ts'

/** The one name of a file, whatever links lead to it, also to a file that isn't there yet. */
export function realFile(file: string): string {
  let path = resolve(file)
  for (;;) {
    try {
      return realpathSync(path) // throws for links that go in a circle
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    }
    const folder = realpathSync(dirname(path))
    try {
      path = resolve(folder, readlinkSync(path))
    } catch {
      return join(folder, basename(path))
    }
  }
}

/**
 * The locks with which a process has a database file for itself:
 *
 * - `<file>-lock` is locked, for other processes. The lock goes with the process, however that ends.
 * - The file's inode is locked, for all threads of this process: whichever of its names (hard links) it was opened by. It has to be
 *   before the file's first bytes are read: closing a file drops all locks of the process on it, SQLite's too.
 *
 * For another process that came by another name, or whose lock file was removed, there is `takeAlone`.
 */
export class FileLock {
  readonly #file: string
  readonly #locks: Database[] = []
  readonly #inodes = new Set<string>()

  constructor(file: string) {
    this.#file = file
  }

  /** Locks the inode, if there is a file. */
  lockInode(): void {
    const found = statSync(this.#file, { bigint: true, throwIfNoEntry: false })
    if (found === undefined) return
    if (!found.isFile()) throw databaseUnwritable(this.#file, 'it is no regular file')
    const inode = `${found.dev}-${found.ino}`
    if (this.#inodes.has(inode)) return
    // a database in memory with a name is shared by all connections of a process
    this.#lock(`file:/reyield-${inode}?vfs=memdb`, 'this process')
    this.#inodes.add(inode)
  }

  /** Locks the lock file, which is made if it isn't there. */
  lockFile(): void {
    const lock = `${this.#file}-lock`
    closeSync(openSync(lock, 'a')) // a lock on a file that can't be written would be none
    try {
      this.#lock(lock, 'another process')
    } catch (error) {
      if (!/not a database/i.test((error as Error).message)) throw error
      throw databaseUnwritable(this.#file, `${lock} is not a lock file but has content`)
    }
  }

  /** Makes the database file if it isn't there, and makes sure that it can be written. */
  makeWritable(): void {
    closeSync(openSync(this.#file, 'a'))
    this.lockInode()
  }

  release(): void {
    for (const lock of this.#locks.splice(0).reverse()) lock.close()
  }

  #lock(path: string, where: string): void {
    const lock = openDatabase(path)
    this.#locks.push(lock)
    try {
      lock.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE')
    } catch (error) {
      if (isBusy(error)) throw databaseLocked(this.#file, where, error)
      throw error
    }
  }
}

/** How long a reader of the file, such as a backup, may keep a start waiting, in milliseconds. */
const readerTimeout = 1000

/**
 * Makes sure that nobody else has the open database file: by a lock that includes every other connection, for a moment only, so
 * that backups can be made later. A transaction that would write is part of it, since SQLite opens a file that can't be
 * written as one that is only read. The write-ahead log has to be open before: one that is first opened under the exclusive lock
 * keeps it for good.
 */
export function ensureExclusive(database: Database): void {
  database.exec(`SELECT 1 FROM swf.log LIMIT 1; PRAGMA busy_timeout = ${readerTimeout}; PRAGMA swf.locking_mode = EXCLUSIVE;
    BEGIN EXCLUSIVE; DELETE FROM swf.log WHERE 0; COMMIT;
    PRAGMA swf.locking_mode = NORMAL; BEGIN IMMEDIATE; COMMIT; PRAGMA busy_timeout = 0`)
}

export const isBusy = (error: unknown): boolean => /locked|busy/i.test((error as Error).message)

export const databaseLocked = (file: string, where: string, cause: unknown): LocalSwfError =>
  new LocalSwfError(
    'DB_LOCKED',
    `${file} is open in ${where}; two local SWFs can't share a file. Stop the other one, or give another file`,
    { cause },
  )

export const databaseUnwritable = (file: string, why: string, cause?: unknown): LocalSwfError =>
  new LocalSwfError('DB_UNWRITABLE', `${file} can't be opened or written: ${why}`, { cause })
