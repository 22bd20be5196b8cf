import { closeSync, openSync, readlinkSync, realpathSync, statSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { LocalSwfError } from '../errors.ts'
import { openDatabase, type Database } from './driver.ts'

/** The real path of a file, with all symbolic links resolved. The file doesn't need to exist. */
export function realFile(file: string): string {
  let path = resolve(file)
  for (;;) {
    try {
      return realpathSync(path) // throws if links form a circle
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
 * The locks that give a process exclusive use of a database file:
 *
 * - A lock on `<file>-lock` excludes other processes. The operating system releases it when the process ends.
 * - A lock on the file's inode excludes other threads of this process, by whatever name (hard link) they open the file. It must
 *   be taken before the first bytes of the file are read: closing a file drops all locks of the process on it, including
 *   SQLite's.
 *
 * `ensureExclusive` excludes processes that opened the file by another name or whose lock file was removed.
 */
export class FileLock {
  readonly #file: string
  readonly #locks: Database[] = []
  readonly #inodes = new Set<string>()

  constructor(file: string) {
    this.#file = file
  }

  /** Locks the inode, if the file exists. */
  lockInode(): void {
    const found = statSync(this.#file, { bigint: true, throwIfNoEntry: false })
    if (found === undefined) return
    if (!found.isFile()) throw databaseUnwritable(this.#file, 'it is not a regular file')
    const inode = `${found.dev}-${found.ino}`
    if (this.#inodes.has(inode)) return
    // a named in-memory database is shared by all connections of a process
    this.#lock(`file:/reyield-${inode}?vfs=memdb`, 'this process')
    this.#inodes.add(inode)
  }

  /** Locks the lock file, which is created if it doesn't exist. */
  lockFile(): void {
    const lock = `${this.#file}-lock`
    closeSync(openSync(lock, 'a')) // the lock would have no effect if the file weren't writable
    try {
      this.#lock(lock, 'another process')
    } catch (error) {
      if (!/not a database/i.test((error as Error).message)) throw error
      throw databaseUnwritable(this.#file, `${lock} has content, so it is not a lock file`)
    }
  }

  /** Creates the database file if it doesn't exist, and checks that it's writable. */
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

/** How long a start waits for a reader of the file, such as a backup, in milliseconds. */
const readerTimeout = 1000

/**
 * Checks that no other connection has the database file open, by taking an exclusive lock for a moment. It isn't kept, so that
 * backups can be made later. The check includes a write transaction, since SQLite silently opens a file that isn't writable as
 * read-only. The write-ahead log must be open before: if it's first opened under the exclusive lock, the lock is never released.
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
    `${file} is already open in ${where}. Two local SWFs can't share a file. Stop the other one, or choose another file`,
    { cause },
  )

export const databaseUnwritable = (file: string, why: string, cause?: unknown): LocalSwfError =>
  new LocalSwfError('DB_UNWRITABLE', `${file} can't be opened or written: ${why}`, { cause })
